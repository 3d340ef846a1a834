"""Random and hostile requests, as bytes for a socket: what a careless client, a fuzzer and an attacker send."""

from urllib.parse import quote

WORDS = (
    "KDT", "IESS", "ALS", "katp", "glutamate", "B31", "mTOR", "entity:katp-channel", "", " ", "\x00", "\u202e", "é", "😀",
    "<script>alert(1)</script>", "' OR 1=1 --", "../../etc/passwd", "%s%n", "{{7*7}}", "${jndi:ldap://x}", "-1", "1e999",
    "999999999999", "nan", "true", "x" * 600, "claim:ketone-bodies-activate-katp-channel", "\r\nX: y", "a\tb", "\ufeff",
)  # fmt: skip
PLACES = (
    "/", "/path", "/search", "/query", "/api", "/explore", "/health", "/openapi.json", "/static/service.css", "/sparql",
    "/entity/katp-channel", "/entity/KDT", "/claim/nothing", "/reference/B31", "/mechanism/mTOR", "/source/review",
    "/api/search", "/api/paths", "/api/trace", "/api/claims", "/api/claim", "/api/hypotheses", "/api/outcomes",
    "/api/mechanisms", "/api/entities", "/api/queries", "/api/queries/two-step-paths", "/nothing", "//", "/%2e%2e/x", "/\\",
)  # fmt: skip
PARAMETERS = (
    "q", "start", "end", "what", "claim", "about", "limit", "offset", "top", "max_hops", "effect", "via", "mechanism",
    "query", "default-graph-uri", "named-graph-uri", "update", "page", "include", "kind", "x",
)  # fmt: skip
METHODS = ("GET", "GET", "GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT", "get", "FOO")
ACCEPTS = (
    "*/*", "text/html", "text/turtle", "application/json", "application/ld+json;q=0.3", "text/csv", "image/png",
    "*/*;q=0", ";;;,,,", "text/" + "x" * 500, "a/b;q=9", "application/rdf+xml, text/html;q=0.1",
)  # fmt: skip
HOSTS = ("localhost",) * 12 + ("127.0.0.1", "[::1]", "evil.example", "", "localhost\r\nHost: evil.example", "a b")
QUERIES = (
    "ASK {}",
    "SELECT * { ?s ?p ?o } LIMIT 5",
    "SELECT ?l { entity:katp-channel skos:prefLabel ?l }",
    "CONSTRUCT WHERE { entity:katp-channel ?p ?o }",
    "DESCRIBE entity:katp-channel",
    "SELECT * { ?s ?p ?o }",
    "DROP ALL",
    "INSERT DATA { <a:a> <a:b> <a:c> }",
    "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
    "SELECT * {" + "{" * 3000 + "}" * 3000 + "}",
    "SELECT" + " ?x" * 9000 + " {}",
    'SELECT * { ?s ?p "' + "x" * 5000,
    "# " + "y" * 90_000,
    "\x00\x01",
    "SELECT * { ?s ?p ?o FILTER(" + "!" * 4000 + "true) }",
    "SELECT * { ?s " + "(" * 900 + "kg:raises" + ")*" * 900 + " ?o }",
)
# These run into their limits, so there are few of them.
COSTLY = (
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i",
    'SELECT * { ?s ?p ?o FILTER(REGEX(CONCAT(STR(?o), "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"), "(a|a?)+(a|a)+(a*)*c$")) }',
    "SELECT (GROUP_CONCAT(?c; separator='xxxxxxxxxxxxxxxxxxxxxxxx') AS ?g) { ?a ?b ?c . ?d ?e ?f }",
    "SELECT * { ?a (kg:raises|kg:lowers|!kg:sign)* ?b . ?b (!kg:x)* ?c . ?c (!kg:y)* ?d }",
)


def request(chance):
    """One request as bytes, and whether the client leaves without reading the answer."""
    leaves = chance.random() < 0.05
    kind = chance.random()
    if kind < 0.08:
        return chance.randbytes(chance.randrange(1, 400)), True
    if kind < 0.13:
        whole = _http(chance, "GET", _target(chance), b"")
        return whole[: chance.randrange(1, len(whole))], True
    if kind < 0.18:
        return _broken(chance), True
    if kind < 0.43:
        return _query(chance, chance.choice(QUERIES)), leaves
    if kind < 0.44:
        return _query(chance, chance.choice(COSTLY)), leaves
    method = chance.choice(METHODS)
    body = chance.randbytes(chance.randrange(300)) if method in ("POST", "PUT", "PATCH") else b""
    return _http(chance, method, _target(chance), body), leaves


def _target(chance):
    pairs = [(chance.choice(PARAMETERS), chance.choice(WORDS)) for _ in range(chance.randrange(4))]
    text = "&".join(f"{name}={quote(value)}" for name, value in pairs)
    return chance.choice(PLACES) + (f"?{text}" if text else "")


def _http(chance, method, target, body, *headers):
    lines = [f"{method} {target} HTTP/1.1", f"Host: {chance.choice(HOSTS)}", f"Accept: {chance.choice(ACCEPTS)}"]
    lines += [f"X-{number}: {chance.choice(('a', 'b' * 900))}" for number in range(chance.choice((0, 0, 0, 3, 70)))]
    lines += (
        [f"Origin: {chance.choice(('http://localhost', 'http://evil.example', 'null'))}"]
        if chance.random() < 0.1
        else []
    )
    lines += [*headers, f"Content-Length: {len(body)}", "Connection: close"]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def _query(chance, query):
    form = chance.randrange(4)
    if form == 0 and len(query) < 5000:
        return _http(chance, "GET", f"/sparql?query={quote(query)}", b"")
    if form == 1:
        return _http(
            chance,
            "POST",
            "/sparql",
            f"query={quote(query)}".encode(),
            "Content-Type: application/x-www-form-urlencoded",
        )
    if form == 2:
        # A few bytes of it are others.
        raw = bytearray(query.encode())
        for _ in range(chance.randrange(3)):
            raw[chance.randrange(len(raw))] = chance.randrange(256)
        return _http(chance, "POST", "/sparql", bytes(raw), "Content-Type: application/sparql-query")
    kind = chance.choice(
        (
            "application/sparql-query",
            "application/sparql-query; charset=utf-16",
            "text/plain",
            "application/sparql-update",
            "",
        )
    )
    return _http(chance, "POST", "/sparql", query.encode(), f"Content-Type: {kind}")


def _broken(chance):
    return chance.choice(
        (
            b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nshort",
            b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
            b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n",
            b"GET / HTTP/1.1\r\nHost: localhost\r\n folded: x\r\n\r\n",
            b"GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n",
            b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
            b"GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
            b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n" * 20,
            b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
            b"GET / HTTP/1.0\r\n\r\n",
            b"A" * 70_000,
        )
    )
