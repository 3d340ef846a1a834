"""What strangers may have written is read whole and rightly, or refused with its place and nothing of it used."""

import bz2
import gzip
import json
import lzma
import os
import random
import re
import signal
import socket
import stat
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgraph.errors import DataError
from kgraph.reading.file_limits import LIMITS, MAX_ATTRIBUTES, MAX_IRI, MAX_LIST, MAX_NESTING, MAX_RATIO, readable
from kgraph.reading.open_file import open_data
from kgraph.reading.rdf_files import parse_file
from kgraph.reading.sandbox import count_apart
from kgraph.reading.syntax import check_syntax, count_parts
from kgraph.reading.text_files import read_text
from kgraph.reading.yaml_files import read_yaml

PACKED = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00", b"PK\x03\x04", b"PK\x05\x06")  # how compressed files begin
S = "<http://a.example/s> <http://a.example/p> "
ONE = f"{S}1 ."
RDF = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:a="http://a.example/">'
LD = '{"@id": "http://a.example/s", "http://a.example/p": '
DEEP = MAX_NESTING + 1

# name → (content, what the reason says, line, column)
REFUSED = {
    "latin.ttl": (ONE.encode() + b"\n# caf\xe9", f"byte 0xe9 at offset {len(ONE) + 6} is not UTF-8", 2, 6),
    "overlong.ttl": (b'"\xc0\xaf"', "byte 0xc0 at offset 1", 1, 2),
    "surrogate.ttl": (b"# \xed\xa0\x80", "not UTF-8", 1, 3),
    "cut.ttl": (b"# \xe2\x82", "byte 0xe2 at offset 2", 1, 3),
    "wide.ttl": (ONE.encode("utf-16"), "UTF-16; save the file as UTF-8", 1, 1),
    "wider.nt": (ONE.encode("utf-32"), "UTF-32; save the file as UTF-8", 1, 1),
    "nul.tsv": (b"a\tb\n1\t\x00\n", "NUL character at offset 6", 2, 3),
    "relative.ttl": ("<x> <y> <z> .", "relative IRI", 1, 1),
    "blank.ttl": ("<http://a.example/ x> <y> <z> .", "Invalid IRI", 1, 1),
    "lists.ttl": (f"{S}{'(' * DEEP}{')' * DEEP} .", "more than 256 deep", 1, len(S) + DEEP),
    "quoted.ttl": (f"{S}{f'<<( {S}' * DEEP}1{')>>' * DEEP} .", "more than 256 deep", 1, None),
    "reified.ttl": (f"{ONE} << {S}1 >> <http://a.example/q> 2 .", "triple terms (RDF 1.2) are not read", 1, len(ONE) + 2),
    "annotated.ttl": (f"{S}1 {{| <http://a.example/q> 2 |}} .", "triple terms (RDF 1.2) are not read", 1, len(S) + 3),
    "reified.nt": (f"<http://a.example/r> <http://a.example/q> <<( {S}<http://a.example/o> )>> .", "triple terms", 1, None),
    "hidden.ttl": (f"@prefix a: <http://a.example/> . a:s a:x\\#y {'[' * DEEP}", "more than 256 deep", 1, None),
    "after-text.ttl": (f'{S}"""\n"" ( """, {"(" * DEEP}', "more than 256 deep", 2, None),
    "list.ttl": (f"{S}({' 1' * (MAX_LIST + 1)}) .", "a list of more than 10,000", 1, 1),
    "iri.ttl": (f"<http://a.example/{'x' * MAX_IRI}> <http://a.example/p> 1 .", "an IRI of more than 8,192", 1, 2),
    "cut.rdf": (f"{RDF}<rdf:Description/>", "not well-formed XML", 1, len(RDF) + 19),
    "empty.rdf": ("", "not well-formed XML", 1, 1),
    "doctype.rdf": (f'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hosts">]>{RDF}</rdf:RDF>', "document type", 1, None),
    "latin.rdf": (f'<?xml version="1.0" encoding="ISO-8859-1"?>{RDF}</rdf:RDF>', "says that it is not UTF-8", 1, 1),
    "style.rdf": (f'<?xml-stylesheet href="x.xsl"?>{RDF}</rdf:RDF>', "style sheet", 1, 1),
    "include.rdf": (f'{RDF}<x:include xmlns:x="http://www.w3.org/2001/XInclude"/></rdf:RDF>', "XInclude", 1, None),
    "deep.rdf": (RDF + "<rdf:Description>" * DEEP, "elements stand more than 256 deep", 1, None),
    "attributes.rdf": (
        f"{RDF}<rdf:Description {' '.join(f'a:p{n}=``' for n in range(MAX_ATTRIBUTES + 1))}/></rdf:RDF>".replace("`", "'"),
        "more than 256 attributes", 1, None,
    ),
    "namespaces.rdf": (
        f"<a {' '.join(f'xmlns:p{n}=`x`' for n in range(MAX_ATTRIBUTES + 1))}/>".replace("`", "'"),
        "more than 256 namespace", 1, None,
    ),
    "version.rdf": (f'<?xml version="1.1"?>{RDF}</rdf:RDF>', "is XML 1.1; only XML 1.0 is read", 1, 1),
    "return.ttl": (f"# comment\r{S}{f'<<( {S}' * DEEP}", "more than 256 deep", 1, None),
    "long-list.jsonld": (
        json.dumps({"@context": {"l": "@list"}, "http://a.example/p": {"l": [1] * (MAX_LIST + 1)}}),
        "a list of more than 10,000 members", 1, 1,
    ),
    "kind.yaml": ("a: !!map x", "asks for more", 1, 4),
    "kinds.yaml": ("a: !!str [x]", "asks for more", 1, 4),
    "headless.csv": ("\n\n", "no name", 1, 1),
    "tag.rdf": ("<a" + f"{' ' * (1 << 20)}\n" * 18, "tag or comment of more than 1 MiB", 1, None),
    "unfolds.ttl": (
        f"@prefix p: <http://a.example/{'x' * 8000}> .\n" + "p:a p:b p:c .\n" * 5000,
        "unfold to more than 64 times", 1, 1,
    ),
    "prefix.ttl": (f"{ONE}\n@prefix p: <http://a.example/{'x' * MAX_IRI}> .", "a prefix of more than 8,192", 2, 12),
    "base.trig": (
        f"BASE <http://a.example/{'x' * 8000}/>\n# base\n{'@base #' + chr(10) + '<xxxxxxxx/> .' + chr(10)} " * 1 + "Base <y/> " * 200,
        "a base of more than 8,192", 5, None,
    ),
    "prefixes.n3": (
        f"@base <http://a.example/{'x' * 8000}/> .\n" + '"@prefix" <#> 1 . @prefix p: <y/> .\n' * 9000,
        "relative prefixes unfold to more than 64 MiB", 8365, 30,
    ),
    "base.rdf": (f"{RDF}<rdf:Description xml:base='http://a.example/{'x' * MAX_IRI}'/>", "a base of more", 1, None),
    "namespace.rdf": (f"<a xmlns='http://a.example/{'x' * MAX_IRI}'/>", "a namespace of more", 1, None),
    "terms.jsonld": (
        f'{{"@context": {{{", ".join(f"``t{n}``: ``http://a.example/{n}``" for n in range(5001))}}}}}'.replace("``", '"'),
        "more than 5,000 terms", 1, 1,
    ),
    "chain.jsonld": (
        json.dumps({"@context": {f"t{n}": f"t{n + 1}:x" for n in range(MAX_NESTING + 1)}}),
        "stand on each other more than 256 deep", 1, 1,
    ),
    "unfolds.jsonld": (
        json.dumps({"@context": {"p": f"q:{'x' * 4000}", "q": f"http://a.example/{'x' * 4000}"}, "@graph": ["p:a"] * 9000}),
        "unfold to more than 64 times", 1, 1,
    ),
    "contexts.jsonld": (json.dumps({"@context": [{}] * 5001}), "more than 5,000 terms", 1, 1),
    "scoped.jsonld": (
        json.dumps(
            {"@context": {"t": {"@id": "http://a.example/t", "@context": {f"u{n}": None for n in range(4000)}}, "p": None}}
            | {"@graph": [{"@type": "t"}] * 13_000}
        ),
        "used too often", 1, 1,
    ),
    "relative.rdf": (f'{RDF}\n<rdf:Description rdf:about="x"><a:p/></rdf:Description></rdf:RDF>', "relative IRI", 1, None),
    "twice.jsonld": (LD + '1,\n"http://a.example/p": 2}', "stands twice", 2, 1),
    "remote.jsonld": ('{"@context": "http://a.example/c"}', "not fetched", 1, 15),
    "remote-inside.jsonld": ('{"@context": [{"x": {"@context": "c"}}]}', "'c' lies elsewhere", 1, None),
    "number.jsonld": ('{"@context": 5, "@id": "http://a.example/s"}', "", 1, None),
    "import.jsonld": ('{"@context": {"@import": "c"}}', "@import", 1, 16),
    "nan.jsonld": (LD + "NaN}", "NaN", 1, None),
    "infinite.jsonld": (LD + "1e999}", "too large", 1, None),
    "integer.jsonld": (LD + "9007199254740993}", "beyond ±2^53", 1, None),
    "digits.jsonld": (LD + "9" * 5000 + "}", "beyond ±2^53", 1, None),
    "half.jsonld": (LD + '"\\ud800"}', "surrogate", 1, None),
    "relative.jsonld": ('{"@id": "x", "http://a.example/p": 1}', "relative IRI 'x'", 1, 10),
    "blank.jsonld": ('{"@id": "http://a.example/ x", "http://a.example/p": 1}', "not an IRI", 1, 10),
    "silent.json": ('{"name": "x"}', "says nothing", 1, 1),
    "deep.jsonld": ("[" * DEEP, "more than 256 deep", 1, DEEP),
    "tail.jsonld": ("{} x", "not JSON", 1, 4),
    "tag.yaml": ("a: !!python/object/apply:os.getcwd []", "asks for more", 1, 4),
    "twice.yaml": ("a: 1\na: 2", "stands twice", 2, 1),
    "itself.yaml": ("a: &a [*a]", "means nothing here", 1, 8),
    "aliases.yaml": ("a: &a 1\nb: [" + "*a, " * 101 + "]", "more than 100 aliases", 2, None),
    "laughs.yaml": (
        "a0: &a0 [" + "x," * 90 + "]\n" + "".join(f"a{n}: &a{n} [{f'*a{n - 1}, ' * 9}]\n" for n in range(1, 6)),
        "more than 200,000 values", None, None,
    ),
    "deep.yaml": ("- " * DEEP + "x", "more than 256 deep", 1, None),
    "merge.yaml": ("a: &a {b: no}\nc: {<<: *a}\n", "the merge key", 2, 5),
    "key.yaml": ("? [a]\n: b", "a key is a text", 1, 3),
    "open.yaml": ("a: [1", "not YAML", None, None),
    "ragged.tsv": ("a\tb\n1\n", "1 cells where the header has 2", 2, 1),
    "twice.tsv": ("a\ta\n", "stands 2 times", 1, 1),
    "nameless.tsv": ("a\t\n", "no name", 1, 1),
    "empty.tsv": ("", "is empty", 1, 1),
    "open.csv": ('a,b\n"x,1\n', "not a table", 2, 1),
    "packed.ttl": (gzip.compress(ONE.encode()), "a name that ends in .gz", 1, 1),
    "other.exe": ("x", "cannot tell the format", 1, 1),
    "none": ("x", "cannot tell the format", 1, 1),
}  # fmt: skip

ACCEPTED = {
    "bom.ttl": b"\xef\xbb\xbf" + ONE.encode(),
    "returns.ttl": ONE + "\r" + ONE.replace("/p", "/q") + "\r",
    "brackets-in-text.ttl": f'{S}"""{"(" * 999}\n{"[" * 999}""", "{"{" * 999}", <http://a.example/((((> . # {"(" * 999}',
    "many-brackets.ttl": f"{S}{' , '.join(['()'] * 999)} .",
    "nul-in-text.nt": '<http://a.example/s> <http://a.example/p> "\x00" .',
    "direction.ttl": f'{S}"\u202etxt" .',
    "script.ttl": "<javascript:alert(1)> <http://a.example/p> 1 .",
    "instruction.rdf": f'<?xml version="1.0" encoding="utf-8"?><?other x?>{RDF}<rdf:Description a:p="1"/></rdf:RDF>',
    "context.jsonld": '{"@context": {"p": "http://a.example/p"}, "@id": "http://a.example/s", "p": 9007199254740992}',
    "alias.yaml": "a: &a {b: no}\nc: *a\n---\n- 1.10\n",
    "quoted.yaml": '"<<": x\n',
    "base.ttl": "@base <http://a.example/> . " + "@base <x/> . @prefix p: <y/> . " * 200 + f"p:{ONE[len('<http://a.example/s'):].replace('>', 's', 1)}",
    "databases.ttl": f'{S}""" a\n' + '@base <x/> . prefix p: <y> "" ' * 9000 + f'""" . {S}"{"x" * 9000}" .',
    "reused.jsonld": json.dumps(
        {"@context": {"t": {"@id": "http://a.example/t", "@context": {"u": "http://a.example/u"}}}}
        | {"@graph": [{"@type": "t", "u": 1}] * 1000}
    ),
    "comment.tsv": '# about\na\tb\n=1+1\t"\n',
    "quoted.csv": 'a,b\n"x\ny",1\n',
}  # fmt: skip


def put(folder, name, content):
    file = folder / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))
    return file


@pytest.mark.parametrize("name", REFUSED)
def test_bad_files_are_refused_with_their_place(name, tmp_path):
    """The reason names what is wrong and where, in a sentence without line ends."""
    content, words, line, column = REFUSED[name]
    file = put(tmp_path, name, content)
    with pytest.raises(DataError) as caught:
        count_parts(file)
    error = caught.value
    assert words in error.reason
    assert "\n" not in error.reason
    assert (error.file, error.line) == (str(file), error.line if line is None else line)
    assert column in (None, error.column)
    assert error.line and error.column


@pytest.mark.parametrize("name", ACCEPTED)
def test_odd_but_sound_files_are_read(name, tmp_path):
    """What only looks dangerous is data like any other."""
    assert count_parts(put(tmp_path, name, ACCEPTED[name])) > 0


def test_a_base_makes_relative_iris_absolute(tmp_path):
    """Given a base, the same names are read, in Turtle, RDF/XML and JSON-LD."""
    for name in ("relative.ttl", "relative.rdf", "relative.jsonld"):
        quads = parse_file(put(tmp_path, name, REFUSED[name][0]), base_iri="http://b.example/")
        assert quads[0].subject.value == "http://b.example/x"


PACKERS = {".gz": gzip.compress, ".bz2": bz2.compress, ".xz": lzma.compress}


def zipped(file, *members):
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return file


@pytest.mark.parametrize("suffix", PACKERS)
def test_a_packed_file_is_read_like_the_file_itself(suffix, tmp_path):
    """One stream or several, whole; cut, damaged, followed by something else or packed twice it is refused."""
    pack = PACKERS[suffix]
    whole = pack(ONE.encode())
    assert parse_file(put(tmp_path, f"a.ttl{suffix}", whole)) == parse_file(put(tmp_path, "a.ttl", ONE))
    assert count_parts(put(tmp_path, f"two.ttl{suffix}", whole + pack(f"\n{S}2 .".encode()))) == 2
    for content, words in (
        (whole[:-5], "damaged"),
        (whole[:-8] + bytes(8), "damaged"),
        (whole + b"more", "something else follow"),
        (ONE.encode(), "damaged"),
        (b"", "damaged"),
        (pack(whole), "an archive inside an archive"),
        (pack(bytes(70 << 20)), f"more than {MAX_RATIO} times its size"),
    ):
        with pytest.raises(DataError, match=words):
            count_parts(put(tmp_path, f"bad.ttl{suffix}", content))


def test_data_that_unpack_to_too_much_are_refused_at_any_ratio(tmp_path):
    """Half a gigabyte of noise would fill the memory as well as a bomb does."""
    noise = random.Random(7).randbytes(1 << 20).hex().encode()
    with pytest.raises(DataError, match="more than 64 MiB"):
        count_parts(put(tmp_path, "a.ttl.gz", gzip.compress(noise, 1) * 40))


def test_a_zip_archive_of_one_file_is_read_and_every_other_is_refused(tmp_path):
    """Names that lead elsewhere, links, passwords, several files, archives inside and huge directories are refused."""
    assert count_parts(zipped(tmp_path / "a.zip", ("any.ttl", ONE))) == 1
    link = zipfile.ZipInfo("a.ttl")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    inner = (tmp_path / "a.zip").read_bytes()
    locked = bytearray(inner)
    locked[6] |= 1
    locked[locked.find(b"PK\x01\x02") + 8] |= 1
    cases = [
        ([("../a.ttl", ONE)], "lie elsewhere"),
        ([("/a.ttl", ONE)], "lie elsewhere"),
        ([("..\\a.ttl", ONE)], "lie elsewhere"),
        ([(link, "/etc/hosts")], "not a regular file"),
        ([("a.ttl", ONE), ("b.ttl", ONE)], "holds 2 files"),
        ([], "holds 0 files"),
        ([(f"{n}.ttl", "") for n in range(3000)], "holds 3,000 files"),
        ([("b.zip", inner)], "an archive inside an archive"),
        ([("b.ttl", inner)], "an archive inside an archive"),
        ([("a.exe", ONE)], "cannot tell the format"),
        ([("a.ttl", bytes(70 << 20))], "200 times|64 MiB"),
    ]
    for members, words in cases:
        with pytest.raises(DataError, match=words):
            count_parts(zipped(tmp_path / "b.zip", *members))
    end = inner.rfind(b"PK\x05\x06")
    large = inner[:end] + b"PK\x06\x07" + bytes(16) + inner[end:]
    for content, words in (
        (bytes(locked), "encrypted"),
        (inner[:-9], "no zip archive"),
        (b"", "no zip archive"),
        (large, "zip64"),
    ):
        with pytest.raises(DataError, match=words):
            count_parts(put(tmp_path, "c.zip", content))


def test_what_is_no_file_is_refused_without_waiting(tmp_path):
    """Folders, pipes, sockets, devices, dead links and loops are named; nothing is read from them."""
    os.mkfifo(tmp_path / "pipe.ttl")
    (tmp_path / "folder.ttl").mkdir()
    (tmp_path / "device.ttl").symlink_to("/dev/zero")
    (tmp_path / "loop.ttl").symlink_to(tmp_path / "loop.ttl")
    (tmp_path / "dead.ttl").symlink_to(tmp_path / "nowhere")
    with socket.socket(socket.AF_UNIX) as door:
        os.chdir(tmp_path)
        door.bind("socket.ttl")
        kinds = {
            "pipe": "a pipe",
            "folder": "a folder",
            "device": "a device",
            "loop": "symbolic",
            "dead": "No such",
            "socket": "a socket",
        }
        for name, words in kinds.items():
            with pytest.raises(DataError, match=words):
                parse_file(tmp_path / f"{name}.ttl")
    with pytest.raises(DataError, match="NUL"):
        parse_file(Path("a\0.ttl"))


def test_a_huge_empty_file_costs_nothing(tmp_path):
    """A file of a terabyte that takes no room on disk is refused by its size."""
    with (tmp_path / "a.ttl").open("wb") as file:
        file.truncate(1 << 40)
    with pytest.raises(DataError, match="at most 4 GiB"):
        parse_file(tmp_path / "a.ttl")


def test_a_link_to_a_file_is_read_under_its_own_name(tmp_path):
    put(tmp_path, "a.ttl", "bad")
    (tmp_path / "b.ttl").symlink_to(tmp_path / "a.ttl")
    with pytest.raises(DataError) as caught:
        parse_file(tmp_path / "b.ttl")
    assert caught.value.file == str(tmp_path / "b.ttl")


def test_blank_nodes_of_two_files_are_two(tmp_path):
    """The same label in two files, and in the same file read twice, never meets."""
    file = put(tmp_path, "a.nt", "_:b <http://a.example/p> _:b .")
    first, second = parse_file(file)[0], parse_file(file)[0]
    assert first.subject == first.object
    assert first.subject != second.subject


def test_yaml_is_text_and_nothing_else(tmp_path):
    """no, dates and numbers stay as they are written; several documents are several values."""
    with open_data(put(tmp_path, "a.yaml", "a: &x no\nb: [1.10, 2026-11-24, *x]\n--- ''\n")) as data:
        assert read_yaml(data) == [{"a": "no", "b": ["1.10", "2026-11-24", "no"]}, ""]


@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_refused_at_the_byte(tmp_path_factory, raw):
    """What Python's decoder says of the bytes is said of the file, at the same offset, or of a NUL that stands before."""
    file = tmp_path_factory.getbasetemp() / "any.txt"
    file.write_bytes(raw)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if not raw.startswith((b"\xff\xfe", b"\xfe\xff", *PACKED)):
            first = min(error.start, raw.find(b"\0") % (len(raw) + 1))
            with pytest.raises(DataError, match=rf"offset {first}\b") as caught:
                read_text(file)
            assert caught.value.line == raw[:first].count(b"\n") + 1
    else:
        if "\0" in text or raw.startswith(PACKED):
            with pytest.raises(DataError):
                read_text(file)
        else:
            assert read_text(file) == text


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def test_a_reader_that_breaks_takes_nothing_with_it(tmp_path):
    """What kills its process, or fills its memory, ends a process apart; this one reports it."""
    with pytest.raises(DataError, match="the parser broke on it"):
        count_apart(lambda _: os.kill(os.getpid(), signal.SIGSEGV), tmp_path)
    with pytest.raises(DataError, match="document type"):
        check_syntax(put(tmp_path, "a.rdf", REFUSED["doctype.rdf"][0]))
    assert check_syntax(put(tmp_path, "a.ttl", ONE)) == 1
    with pytest.raises(DataError, match="MiB of memory"):
        count_apart(lambda _: len(bytearray(1 << 30)), tmp_path)


def test_sizes_are_written_as_people_write_them():
    assert [readable(size) for size in (1 << 30, 64 << 20, 1000)] == ["1 GiB", "64 MiB", "1,000"]
    assert all(limit > 0 for limit in LIMITS.values())


def test_the_limits_stand_in_the_threat_model():
    """Every limit has a row in SECURITY.md, with the number that is in force."""
    page = (Path(__file__).parent.parent / "SECURITY.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (.+?) \| ([\d,]+(?: [KMG]iB)?) \|$", page, re.MULTILINE)
    assert len(rows) == len(LIMITS)
    for (name, limit), (words, number) in zip(LIMITS.items(), rows, strict=True):
        assert words.startswith(name)
        assert number in (readable(limit), f"{limit:,}")
