"""Small inputs that would grow large: made when they are needed, because nobody wants them in a repository."""

import bz2
import gzip
import io
import lzma
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


def _zip(names, megabytes):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
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


DEEP = 20_000

# Name → bytes, when called.
BOMBS = {
    "gzip-bomb.ttl.gz": lambda: _gzip(80),
    "bzip2-bomb.ttl.bz2": lambda: bz2.compress(_CHUNK) * 500,
    "xz-bomb.ttl.xz": lambda: lzma.compress(_CHUNK, preset=0) * 500,
    "zip-bomb.zip": lambda: _zip(["a.ttl"], 80),
    "zip-many.zip": lambda: _zip([f"{number}.ttl" for number in range(5000)], 0),
    "zip-overlapping.zip": _overlapping_zip,
    "gzip-members.ttl.gz": _many_members,
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
