"""Asking a SPARQL 1.1 endpoint on the web, only when the user names one.

The answer is read as results or RDF, within limits, and written in the format asked for by the same code that writes
the answers of stores.  Names and passwords in the address are sent as such and never shown.
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
import re
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from email.message import Message
from http import HTTPStatus
from http.client import HTTPException, HTTPResponse
from itertools import pairwise
from typing import IO

from pyoxigraph import QueryResultsFormat, RdfFormat, parse, parse_query_results

from kgraph.errors import DataError, QueryError, QueryLimitError, UsageError
from kgraph.sparql.deadline import Deadline
from kgraph.sparql.document import AnswerDocument
from kgraph.sparql.evaluation import JsonTerm, as_term
from kgraph.sparql.query_guard import guard
from kgraph.sparql.query_limits import QueryLimits
from kgraph.sparql.query_tokens import Token, tokens
from kgraph.sparql.rendering import render_apart
from kgraph.sparql.results import Result, Written, mark_cut, write_answer
from kgraph.version import __version__
from kgraph.vocabulary import QUERY_PREFIXES

_TABLE_TYPES = {
    "application/sparql-results+json": QueryResultsFormat.JSON,
    "application/sparql-results+xml": QueryResultsFormat.XML,
    "text/tab-separated-values": QueryResultsFormat.TSV,
}
_GRAPH_TYPES = {
    "application/n-triples": RdfFormat.N_TRIPLES,
    "text/turtle": RdfFormat.TURTLE,
    "application/rdf+xml": RdfFormat.RDF_XML,
}
_CHUNK = 65536
_LARGEST = 1024 * 1024 * 1024
_LONGEST_REASON = 200
_NODE = re.compile(rb'("type":\s*"bnode"\s*,\s*"value":\s*")nodeID://')
_NOT_PLAIN = re.compile(r"[^A-Za-z0-9 ,.:;()]+")


def ask_endpoint(
    address: str,
    query: str,
    *,
    accept: Sequence[str],
    limits: QueryLimits,
    bindings: Mapping[str, JsonTerm] | None = None,
) -> AnswerDocument:
    """The answer of an endpoint, as `QueryWorkers.run` gives one.

    Prefixes of the project that the query uses and does not declare are declared; `bindings` are joined to it as VALUES
    in its outermost group.  Raises UsageError for an address that is none, QueryError for a query that is refused here
    or there, QueryLimitError when time or size run out, DataError when no usable answer comes.
    """
    started = time.monotonic()
    endpoint = Endpoint(address)
    guard(query, limits)
    with tempfile.TemporaryFile() as body:
        media_type, cut = endpoint.ask(complete(query, bindings or {}), limits, body)
        out = tempfile.TemporaryFile()  # noqa: SIM115  # the outcome closes it

        def render() -> Written:
            body.seek(0)
            try:
                written = write_answer(_parsed(body, media_type, endpoint.shown), out, accept, limits)
                if cut and not written.cut:
                    written = mark_cut(out, written, cut)
            except (SyntaxError, ValueError) as error:
                raise _no_results(media_type, error, endpoint.shown) from None
            out.flush()
            return written

        try:
            body.flush()
            until = None if limits.seconds is None else started + limits.seconds
            written = render_apart(render, limits, until, endpoint.shown)
        except BaseException:
            out.close()
            raise
    return AnswerDocument.of(asdict(written), out, started)


def complete(query: str, bindings: Mapping[str, JsonTerm]) -> str:
    """The query with the prefixes it lacks, and with its bindings as VALUES at the start of its outermost group."""
    found = list(tokens(query))
    declared = {name.text for word, name in pairwise(found) if word.word == "PREFIX" and name.kind == "name"}
    used = {token.text.partition(":")[0] + ":" for token in found if token.kind == "name"}
    lacking = [name for name in sorted(used - declared) if name[:-1] in QUERY_PREFIXES]
    lines = [f"PREFIX {name} <{QUERY_PREFIXES[name[:-1]]}>" for name in lacking]
    if bindings:
        names = " ".join(f"?{name}" for name in bindings)
        terms = " ".join(str(as_term(term)) for term in bindings.values())
        start = _outermost_group(found)
        query = f"{query[:start]} VALUES ({names}) {{ ({terms}) }} {query[start:]}"
    return "\n".join([*lines, query])


def _outermost_group(found: Sequence[Token]) -> int:
    """Where the text of the outermost group starts: after the first brace, or the second of a CONSTRUCT's two."""
    depth, opened = 0, []
    for token in found:
        if token.word == "{":
            if depth == 0:
                opened.append(token.start + 1)
            depth += 1
        elif token.word == "}":
            depth -= 1
    has_template = any(one.word == "CONSTRUCT" and two.word == "{" for one, two in pairwise(found))
    if not opened:
        raise QueryError("parameters need a query with a pattern in braces.")
    return opened[1] if has_template and len(opened) > 1 else opened[0]


class RefusedError(DataError):
    """A request that a server did not fulfil, or did not answer; it may say for how many seconds to `wait`.

    `status` is that of HTTP, and 0 where no whole answer came.
    """

    code = "refused"

    def __init__(self, reason: str, *, file: str, status: int, wait: float = 0.0) -> None:
        self.status, self.wait = status, wait
        super().__init__(reason, file=file)


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """An endpoint that has moved is named, not followed: it might be another machine."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Message, newurl: str
    ) -> None:
        return None


class Endpoint:
    """A server on the web that answers SPARQL; `shown` is its address without names and passwords, and `server`
    what it called itself in its last answer.

    Credentials are those of the address, else the token in KGRAPH_STORE_TOKEN, else those of the user's netrc file.
    Raises UsageError for an address that is none.
    """

    def __init__(self, address: str) -> None:
        try:
            parts = urllib.parse.urlsplit(address)
            host, port = parts.hostname, parts.port
        except ValueError:
            parts, host, port = urllib.parse.urlsplit(""), None, None
        if parts.scheme not in {"http", "https"} or not host:
            raise UsageError(
                "{store} takes a folder, or the address of an endpoint that starts with https:// or http://.",
                choices=("store",),
            )
        name = f"[{host}]" if ":" in host else host
        netloc = name if port is None else f"{name}:{port}"
        self.shown = urllib.parse.urlunsplit((parts.scheme, netloc, parts.path, parts.query, ""))
        self.server = ""
        self._headers = {
            "Accept": ", ".join([*_TABLE_TYPES, *(f"{name};q=0.9" for name in _GRAPH_TYPES)]),
            "Content-Type": "application/x-www-form-urlencoded",
            "User-Agent": f"kgraph/{__version__}",
        }
        given = None
        if parts.username is not None:
            given = urllib.parse.unquote(parts.username), urllib.parse.unquote(parts.password or "")
        if said := _authorization(given, host):
            self._headers["Authorization"] = said

    def ask(self, query: str, limits: QueryLimits, body: IO[bytes]) -> tuple[str, str]:
        """The media type of the document, which is put into `body`, and what the endpoint says was cut, if it does."""
        # Asked for either, some servers give the statements of a CONSTRUCT as a table.
        headers = {"Accept": ", ".join(_GRAPH_TYPES)} if _gives_graph(query) else {}
        media_type, cut = self._send(urllib.parse.urlencode({"query": query}).encode(), headers, limits, body)
        if "json" in media_type:
            _name_nodes(body)
        return media_type, cut

    def update(self, text: str, limits: QueryLimits) -> None:
        """Have the endpoint change its statements; it has done all of it, or none, when this comes back."""
        with tempfile.TemporaryFile() as body:
            self._send(text.encode(), {"Content-Type": "application/sparql-update"}, limits, body)

    def _send(self, data: bytes, headers: Mapping[str, str], limits: QueryLimits, body: IO[bytes]) -> tuple[str, str]:
        request = urllib.request.Request(  # noqa: S310  # http and https only, checked above
            self.shown, data=data, headers={**self._headers, **headers}
        )
        with Deadline(limits.seconds) as deadline:
            try:
                opener = urllib.request.build_opener(_NoRedirect, *deadline.handlers())
                with opener.open(request, timeout=limits.seconds) as reply:
                    cut = _plain(reply.headers.get("Kgraph-Cut", ""))
                    self.server = _plain(reply.headers.get("Server", "")).strip()
                    self._read(reply, limits, body)
                    if deadline.passed:
                        raise self._too_slow(limits)
                    return reply.headers.get_content_type(), cut
            except urllib.error.HTTPError as error:
                with error:
                    raise self._refusal(error) from None
            except (OSError, HTTPException, ValueError) as error:
                reason = getattr(error, "reason", error)
                if deadline.passed or isinstance(reason, TimeoutError):
                    raise self._too_slow(limits) from None
                raise RefusedError(f"no answer: {_one_line(str(reason))}", file=self.shown, status=0) from None

    def _read(self, reply: HTTPResponse, limits: QueryLimits, body: IO[bytes]) -> None:
        most = min(limits.memory or _LARGEST, _LARGEST)
        while chunk := reply.read1(_CHUNK):
            body.write(chunk)
            if body.tell() > most:
                raise QueryLimitError("memory", f"{self.shown} sent more than {most:,} bytes, the limit; add a LIMIT.")
        if reply.length:
            # The library reports this of a whole body only, and not when it is read in pieces.
            raise OSError(f"the answer ended {reply.length:,} bytes early")

    def _too_slow(self, limits: QueryLimits) -> QueryLimitError:
        return QueryLimitError("seconds", f"{self.shown} took longer than {limits.seconds:g} seconds, the limit.")

    def _refusal(self, error: urllib.error.HTTPError) -> Exception:
        code, new = error.code, error.headers.get("Location")
        if HTTPStatus.MULTIPLE_CHOICES <= code < HTTPStatus.BAD_REQUEST and new:
            return DataError(
                f"the endpoint has moved to {_one_line(_without_user(new))}; name that one", file=self.shown
            )
        if code in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
            hint = "a name and password go before the host, as in https://NAME:PASSWORD@…, or into netrc"
            hint += "; a token goes into KGRAPH_STORE_TOKEN"
            return DataError(f"access is refused ({code}); {hint}", file=self.shown)
        reason = _one_line(_said(error))
        if code == HTTPStatus.BAD_REQUEST:
            return QueryError(f"{self.shown} refuses the query: {reason}")
        wait = error.headers.get("Retry-After")
        later = f"; try again in {_one_line(wait)} seconds" if wait else ""
        fact = f"the endpoint answers {code} {_one_line(error.reason or '')}{later}: {reason}"
        seconds = float(wait) if wait and wait.isascii() and wait.isdigit() else 0.0
        return RefusedError(fact, file=self.shown, status=code, wait=seconds)


def _authorization(given: tuple[str, str] | None, host: str) -> str:
    """The header that says who asks; empty where nobody said it."""
    if given is None and (token := os.environ.get("KGRAPH_STORE_TOKEN", "").strip()):
        return f"Bearer {token}"
    if given is None:
        import netrc

        with contextlib.suppress(OSError, netrc.NetrcParseError):
            known = netrc.netrc().authenticators(host)
            given = (known[0] or "", known[2] or "") if known else None
    if given is None:
        return ""
    return "Basic " + base64.b64encode(":".join(given).encode()).decode("ascii")


def _without_user(address: str) -> str:
    parts = urllib.parse.urlsplit(address)
    return urllib.parse.urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def _one_line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_REASON else line[:_LONGEST_REASON] + "…"


def _plain(text: str) -> str:
    """A remark that may stand in a comment or a string of any format."""
    return _one_line(_NOT_PLAIN.sub(" ", text))


def _said(error: urllib.error.HTTPError) -> str:
    """What the body of a refusal says: the detail of a problem (RFC 9457), else all of it."""
    body = error.read(_CHUNK).decode("utf-8", "replace")
    if error.headers.get_content_type() == "application/problem+json":
        with contextlib.suppress(ValueError, RecursionError, AttributeError):
            return str(json.loads(body).get("detail") or body)
    return body


def _gives_graph(query: str) -> bool:
    """Whether a query is a CONSTRUCT or a DESCRIBE, by the first of the words that begin one."""
    forms = (token.word for token in tokens(query) if token.word in {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
    return next(forms, "") in {"CONSTRUCT", "DESCRIBE"}


def _name_nodes(body: IO[bytes]) -> None:
    """Give blank nodes names that are some: Virtuoso calls them nodeID://b1, which no reader of results takes."""
    body.seek(0)
    document = body.read()
    if b'"nodeID://' in document:
        body.seek(0)
        body.truncate()
        body.write(_NODE.sub(rb"\1", document))


def _no_results(media_type: str, error: Exception, shown: str) -> DataError:
    return DataError(f"the answer is no valid {media_type}: {_one_line(str(error))}", file=shown)


def _parsed(body: IO[bytes], media_type: str, shown: str) -> Result:
    try:
        if media_type in _TABLE_TYPES:
            return parse_query_results(body, _TABLE_TYPES[media_type])
        if media_type == "application/json":
            return parse_query_results(body, QueryResultsFormat.JSON)
        if media_type in _GRAPH_TYPES:
            return [quad.triple for quad in parse(body, _GRAPH_TYPES[media_type], base_iri=shown)]
    except (SyntaxError, ValueError) as error:
        raise _no_results(media_type, error, shown) from None
    raise DataError(f"the answer is {media_type}, which is no SPARQL result; is this an endpoint?", file=shown)
