"""Small inputs that would grow large: made when they are needed, because nobody wants them in a repository."""

import bz2
import gzip
import io
import json
import lzma
import struct
import zipfile

PREFIX = b"@prefix e: <https://example.org/> .\n"
_CHUNK = b"# nothing\n" * 100_000
_MEGABYTE = 1 << 20


def _gzip(megabytes):
    """A Turtle comment of so many megabytes as one gzip member, without ever being in memory whole."""
    buffer = io.BytesIO()
    with gzip.GzipFile(fileobj=buffer, mode="wb", mtime=0) as file:
        for _ in range(megabytes):
            file.write(_CHUNK)
    return buffer.getvalue()


def _zip(names, megabytes, method=zipfile.ZIP_DEFLATED):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name in names:
            with archive.open(name, "w") as member:
                for _ in range(megabytes):
                    member.write(_CHUNK)
    return buffer.getvalue()


def _overlapping_zip():
    """Many names for one stretch of compressed bytes."""
    whole = bytearray(_zip(["a.ttl"], 8))
    end = whole.rindex(b"PK\x05\x06")
    start = int.from_bytes(whole[end + 16 : end + 20], "little")
    entry = bytes(whole[start:end])
    count = 500
    tail = bytearray(whole[end:])
    tail[8:10] = tail[10:12] = count.to_bytes(2, "little")
    tail[12:16] = (len(entry) * count).to_bytes(4, "little")
    return bytes(whole[:start]) + entry * count + bytes(tail)


def _many_members():
    return b"".join([gzip.compress(b"", mtime=0)] * 200_000)


def _entities():
    declared = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 12))
    return (
        f'<!DOCTYPE x [<!ENTITY a0 "ha">{declared}]>\n'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="https://example.org/a">'
        '<b xmlns="https://example.org/">&a11;</b></rdf:Description></rdf:RDF>\n'
    ).encode()


def _quadratic_entities():
    return (
        f'<!DOCTYPE x [<!ENTITY a "{"a" * 50_000}">]>\n'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="https://example.org/a">'
        f'<b xmlns="https://example.org/">{"&a;" * 50_000}</b></rdf:Description></rdf:RDF>\n'
    ).encode()


def _nested_xml(depth):
    return (
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="https://example.org/">'
        + b"<e:a><e:b>" * depth
        + b"</e:b></e:a>" * depth
        + b"</rdf:RDF>\n"
    )


def _aliases():
    lines = ["a0: &a0 [ha, ha]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 12)]
    return ("\n".join(lines) + "\n").encode()


def _large_directory():
    """Numbers for large archives that say: a million files, where the usual ones say one."""
    whole = _zip(["a.ttl"], 0)
    end = whole.rindex(b"PK\x05\x06")
    start = int.from_bytes(whole[end + 16 : end + 20], "little")
    entries = whole[start:end] * 1_000_000
    count, size = len(entries) // (end - start), len(entries)
    record = b"PK\x06\x06" + struct.pack("<QHHLLQQQQ", 44, 45, 45, 0, 0, count, count, size, start)
    locator = b"PK\x06\x07" + struct.pack("<LQL", 0, start + size, 1)
    return whole[:start] + entries + record + locator + whole[end:]


def _lines(pattern, count=200_000):
    """So many lines, each with its number."""
    return "".join(pattern.replace("#", str(number)) for number in range(count)).encode()


def _jsonld(context, thing, count):
    things = ", ".join(thing.replace("#", str(number)) for number in range(count))
    return f'{{"@context": {json.dumps(context)}, "@graph": [{things}]}}'.encode()


DEEP = 20_000
LONG_PREFIX = b"@prefix p: <https://example.org/" + b"x" * 8000 + b"/> .\n"
REST = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#rest>"

# Short names for long ones, terms made of terms, lists made of lists: name → bytes, when called.
UNFOLDING = {
    "prefixes.ttl": lambda: LONG_PREFIX + _lines("p:# p:# p:# .\n"),
    "datatypes.ttl": lambda: LONG_PREFIX + PREFIX + b"e:a e:b 1" + _lines(', ""^^p:#') + b" .\n",
    "quoted.ttl": lambda: LONG_PREFIX + PREFIX + _lines("e:a e:b <<( p:# p:# p:# )>> .\n"),
    "graphs.trig": lambda: LONG_PREFIX + PREFIX + _lines("p:# { e:a e:b 1 }\n"),
    "base-on-base.ttl": lambda: b"@base <https://example.org/> .\n" + b"@base <xxxxxxxxxxxxxxxx/> .\n" * 200_000,
    "prefixes-on-base.n3": lambda: b"BASE <https://example.org/" + b"x" * 8000 + b"/>\n" + _lines("@prefix p#: <#/> .\n"),
    "long-base.ttl": lambda: b"@base\n<https://example.org/" + b"x" * (14 * _MEGABYTE) + b"/> ." + _lines(" @prefix p#: <#/> .", 2000),
    "long-base.rdf": lambda: _nested_xml(1).replace(b"<e:a>", b'<e:a xml:base="https://example.org/' + b"x/" * (5 * _MEGABYTE) + b'">'),
    "prefix.jsonld": lambda: _jsonld({"p": f"https://example.org/{'x' * 8000}/"}, '{"@id": "p:#", "p:#": {"@id": "p:#"}}', 100_000),
    "vocabulary.jsonld": lambda: _jsonld({"@vocab": f"https://example.org/{'x' * 8000}/"}, '{"#": 1}', 100_000),
    "terms-of-terms.jsonld": lambda: _jsonld({f"t{n}": f"t{n + 1}:{'x' * 200}" for n in range(4900)}, '{"@id": "t0:#", "t0": 1}', 2000),
    "scoped-types.jsonld": lambda: _jsonld(
        {f"T{n}": {"@id": f"https://example.org/{n}", "@context": {f"p{m}": None for m in range(40)}} for n in range(100)},
        json.dumps({"@id": "https://example.org/a", "@type": [f"T{n}" for n in range(100)]}), 5000,
    ),
    "circular-list.nt": lambda: b"".join(f"_:t{n} {REST} _:t{(n + 1) % DEEP} .\n".encode() for n in range(DEEP)),
    "shared-list.nt": lambda: _lines(f"_:h# {REST} _:t0 .\n", 60_000) + b"".join(
        f"_:t{n} {REST} _:t{n + 1} .\n".encode() for n in range(10_001)
    ),
    "zip64.zip": _large_directory,
    "list-of-lines.ttl": lambda: PREFIX + b"e:a e:b (\n" + b"1\n" * _MEGABYTE + b") .\n",
    "list.jsonld": lambda: _jsonld({}, '{"https://example.org/b": {"@list": [' + "1, " * _MEGABYTE + "1]}}", 1),
    "list-container.jsonld": lambda: _jsonld(
        {"l": {"@id": "https://example.org/b", "@container": ["@list"]}}, '{"l": [' + "1, " * _MEGABYTE + "1]}", 1
    ),
    "literal-namespaces.rdf": lambda: (
        _nested_xml(1)
        .replace(b"<e:b>", b'<e:b rdf:parseType="Literal">' + b"<x/>" * 200_000)
        .replace(b">", _lines(' xmlns:n#="https://example.org/%s"', 200).replace(b"%s", b"x" * 100) + b">", 1)
    ),
    # A comment ends at a carriage return too, and what follows it counts.
    "after-a-return.ttl": lambda: PREFIX + b"# comment\re:a e:b " + b"<<( e:a e:b " * DEEP + b"1" + b" )>>" * DEEP + b" .\n",
}  # fmt: skip

# Name → bytes, when called.
BOMBS = {
    **UNFOLDING,
    "gzip-bomb.ttl.gz": lambda: _gzip(80),
    "bzip2-bomb.ttl.bz2": lambda: bz2.compress(_CHUNK) * 500,
    "xz-bomb.ttl.xz": lambda: lzma.compress(_CHUNK, preset=0) * 500,
    "zip-bomb.zip": lambda: _zip(["a.ttl"], 80),
    "zip-many.zip": lambda: _zip([f"{number}.ttl" for number in range(5000)], 0),
    "zip-overlapping.zip": _overlapping_zip,
    "gzip-members.ttl.gz": _many_members,
    "zip-of-bzip2.zip": lambda: _zip(["a.ttl"], 4, zipfile.ZIP_BZIP2),
    "zip-of-lzma.zip": lambda: _zip(["a.ttl"], 4, zipfile.ZIP_LZMA),
    "huge-tag.rdf": lambda: b"<a" + _lines(" a#='x'", 500_000) + b"/>",
    "entity-bomb.rdf": _entities,
    "entity-quadratic.rdf": _quadratic_entities,
    "alias-bomb.yaml": _aliases,
    "huge-literal.ttl": lambda: PREFIX + b'e:a e:b "' + b"x" * (100 * _MEGABYTE) + b'" .\n',
    "huge-literal-of-lines.ttl": lambda: PREFIX + b'e:a e:b """' + (b"x" * _MEGABYTE + b"\n") * 100 + b'""" .\n',
    "huge-literal.nt": lambda: b'<https://example.org/a> <https://example.org/b> "' + b"x" * (100 * _MEGABYTE) + b'" .\n',
    "huge-iri.ttl": lambda: b"<https://example.org/" + b"x" * (100 * _MEGABYTE) + b"> a 1 .\n",
    "huge-string.jsonld": lambda: b'{"@id": "https://example.org/a", "https://example.org/b": "' + b"x" * (100 * _MEGABYTE) + b'"}\n',
    "deep-list.ttl": lambda: PREFIX + b"e:a e:b " + b"( " * DEEP + b") " * DEEP + b".\n",
    "deep-list-open.ttl": lambda: PREFIX + b"e:a e:b " + b"( " * DEEP,
    "deep-blank-nodes.ttl": lambda: PREFIX + b"e:a e:b " + b"[ e:b " * DEEP + b"1" + b" ]" * DEEP + b" .\n",
    "deep-blank-nodes.trig": lambda: PREFIX + b"{ e:a e:b " + b"[ e:b " * DEEP + b"1" + b" ]" * DEEP + b" . }\n",
    "deep-formulas.n3": lambda: PREFIX + b"{ " * DEEP + b"e:a e:b 1" + b" }" * DEEP + b" e:c e:d .\n",
    "deep-elements.rdf": lambda: _nested_xml(DEEP),
    "deep-arrays.jsonld": lambda: b'{"@id": "https://example.org/a", "https://example.org/b": ' + b"[" * DEEP + b"]" * DEEP + b"}\n",
    "deep-objects.jsonld": lambda: b'{"https://example.org/b": ' * DEEP + b"1" + b"}" * DEEP + b"\n",
    "deep-flow.yaml": lambda: b"a: " + b"[" * DEEP + b"]" * DEEP + b"\n",
    "deep-quoted-triples.ttl": lambda: PREFIX + b"<<( " * DEEP + b"e:a e:b e:c" + b" )>>" * DEEP + b" e:b 1 .\n",
}  # fmt: skip


def _parquet(rows, text):
    """A table of edges that are all the same, written in one stretch, which a Parquet file hardly takes up space for."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    same = pa.DictionaryArray.from_arrays(pa.array([0], pa.int8()).take(pa.array([0]).take([0] * rows)), [text])
    buffer = io.BytesIO()
    pq.write_table(pa.table({"subject": same, "object": same, "cost": same.indices}), buffer, compression="zstd")
    return buffer.getvalue()


_EDGES = b"id\tname\tsubject\tobject\tcost\n"

# Tables of edges and of names of nodes; name → bytes, when called.
TABLES = {
    "edges.tsv.gz": lambda: gzip.compress(_EDGES + b"n\tn\ta\tb\t1\n" * (8 * _MEGABYTE), mtime=0),
    "edges.csv.gz": lambda: gzip.compress(_EDGES.replace(b"\t", b",") + b"n,n,a,b,1\n" * (8 * _MEGABYTE), mtime=0),
    "empty-lines.tsv.gz": lambda: gzip.compress(_EDGES + b"\n" * (80 * _MEGABYTE), mtime=0),
    "one-line.tsv.gz": lambda: gzip.compress(b"x" * (80 * _MEGABYTE), mtime=0),
    "edges.parquet": lambda: _parquet(4 * _MEGABYTE, "a"),
    "columns.csv": lambda: ",".join(f"c{number}" for number in range(_MEGABYTE)).encode(),
}
