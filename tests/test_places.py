"""A finding stands where its value is written, whatever the syntax and however it is laid out."""

import json
import re

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from kgraph.reading.subject_positions import SubjectPositions, mentions_in
from kgraph.vocabulary import PREFIXES, expand

NAMES = ("kg", "claim", "entity", "evidence", "hypothesis", "skos", "rdf", "rdfs", "xsd")
HEAD = "".join(f"@prefix {name}: <{PREFIXES[name]}> .\n" for name in NAMES)
DATA = (
    HEAD
    + """
entity:a a kg:Process ;
    skos:prefLabel "a thing"@en, "eine Sache \U0001f600"@de ;
    skos:definition "Says entity:b. And \\"kg:sign\\" too." .

claim:other rdfs:label "Speaks of claim:x ." ; rdf:subject entity:b ; kg:sign "+" .

claim:x a kg:Claim ;
    rdf:subject entity:a ;
    rdf:predicate kg:raises ;
    rdf:object <https://example.org/\u00e9#1> ;
    kg:lower 7.0 ;
    kg:evidence [ a kg:EvidenceLine ; kg:row "P1" ] ;
    kg:sign "-" .

hypothesis:h kg:steps ( claim:other claim:x ) ; kg:statedEffect "helps" .
"""
)
# Subject, value, and how the value may be written.
WANTED = [
    ("entity:a", "", ("entity:a", f"{PREFIXES['entity']}a")),
    ("entity:a", "a thing", ("a thing",)),
    ("entity:a", "eine Sache \U0001f600", ("eine Sache",)),
    ("entity:a", "kg:Process", ("kg:Process", f"{PREFIXES['kg']}Process")),
    ("claim:other", "entity:b", ("entity:b", f"{PREFIXES['entity']}b")),
    ("claim:x", "", ("claim:x", f"{PREFIXES['claim']}x")),
    ("claim:x", "-", ("-",)),
    ("claim:x", "kg:sign", ("kg:sign", f"{PREFIXES['kg']}sign")),
    ("claim:x", "7", ("7.0", "7")),
    ("claim:x", "https://example.org/\u00e9#1", ("https://example.org/\u00e9#1",)),
    ("hypothesis:h", "helps", ("helps",)),
    ("hypothesis:h", "claim:x", ("claim:x", f"{PREFIXES['claim']}x")),
]


def as_turtle(folder):
    return folder / "a.ttl", DATA


def as_crowded_turtle(folder):
    """On as few lines as Turtle allows, with other names for the prefixes and a base."""
    text = DATA.replace("\n\n", " \n# A comment that ends. \n").replace(" ;\n", ";")
    for name in ("claim", "entity", "kg"):
        text = text.replace(f"@prefix {name}:", f"PREFIX k{name}:").replace(
            f"<{PREFIXES[name]}> .", f"<{PREFIXES[name]}>"
        )
    lines = [
        line if line.startswith(("@", "PREFIX", "#")) else line.replace("claim:", "kclaim:").replace("kg:", "kkg:")
        for line in text.splitlines()
    ]
    return folder / "b.ttl", "\n".join(lines).replace("entity:a", "kentity:a").replace(" entity:b ;", " kentity:b;")


def with_oxigraph(suffix, form):
    def written(folder):
        prefixes = {} if suffix in ("nt", "nq") else {"prefixes": {name: PREFIXES[name] for name in NAMES}}
        return folder / f"a.{suffix}", ox.serialize(
            ox.parse(DATA, format=ox.RdfFormat.TURTLE), format=form, **prefixes
        ).decode()

    return written


def with_rdflib(suffix, form, **options):
    def written(folder):
        text = rdflib.Graph().parse(data=DATA, format="turtle").serialize(format=form, **options)
        return folder / f"b.{suffix}", text

    return written


def as_one_line_of_json(folder):
    path, text = with_rdflib("jsonld", "json-ld", context={name: PREFIXES[name] for name in NAMES})(folder)
    return path, json.dumps(json.loads(text), ensure_ascii=False)


WRITERS = {
    "Turtle": as_turtle,
    "crowded Turtle": as_crowded_turtle,
    "N-Triples": with_oxigraph("nt", ox.RdfFormat.N_TRIPLES),
    "N-Quads": with_oxigraph("nq", ox.RdfFormat.N_QUADS),
    "TriG": with_oxigraph("trig", ox.RdfFormat.TRIG),
    "N3": with_oxigraph("n3", ox.RdfFormat.N3),
    "RDF/XML": with_oxigraph("rdf", ox.RdfFormat.RDF_XML),
    "RDF/XML of another writer": with_rdflib("rdf", "xml"),
    "JSON-LD": with_rdflib("jsonld", "json-ld", context={name: PREFIXES[name] for name in NAMES}, indent=1),
    "expanded JSON-LD": with_rdflib("jsonld", "json-ld", indent=1),
    "JSON-LD on one line": as_one_line_of_json,
}
OPENING = "\"'<"


@pytest.mark.filterwarnings("ignore:NTSerializer")
@pytest.mark.parametrize("syntax", WRITERS)
def test_what_is_looked_for_is_written_at_its_place(syntax, tmp_path):
    """Behind an opening quote or bracket if any: not a text that speaks of it, and not a longer name."""
    path, text = WRITERS[syntax](tmp_path)
    path.write_text(text, encoding="utf-8")
    where = SubjectPositions([path])
    for subject, value, spellings in WANTED:
        file, line, column = where.of_value(subject, value)
        assert file == str(path)
        rest = text.split("\n")[line - 1][column - 1 :]
        if "entity:" in subject and not value:
            rest = rest.replace("kentity:", "entity:")
        # An element begins with its bracket, and names its subject in an attribute.
        shown = rest.lstrip(OPENING).replace("kclaim:", "claim:").replace("kentity:", "entity:").replace("kkg:", "kg:")
        element = rest.startswith("<") and any(f'"{spelling}"' in rest.partition(">")[0] for spelling in spellings)
        assert shown.startswith(spellings) or element, (syntax, subject, value, line, column, rest[:60])


def test_what_is_written_nowhere_is_at_its_subject(tmp_path):
    file = tmp_path / "a.ttl"
    file.write_text(DATA, encoding="utf-8")
    where = SubjectPositions([file])
    start = (str(file), DATA[: DATA.index("\nclaim:x")].count("\n") + 2, 1)
    assert where.of("claim:x") == where.of_value("claim:x", "kg:certainty") == where.of_value("claim:x", "") == start
    assert where.of("claim:nowhere") == (str(file), 1, 1)


def test_the_file_on_top_is_the_one_to_mend(tmp_path):
    """What two files describe is looked for in the later one."""
    below, above = tmp_path / "below.ttl", tmp_path / "above.nt"
    below.write_text(DATA, encoding="utf-8")
    above.write_text(f'<{expand("claim:x")}> <{expand("kg:sign")}> "+" .\n', encoding="utf-8")
    where = SubjectPositions([below, above])
    assert where.of_value("claim:x", "+")[::2] == (str(above), len(expand("claim:x")) + len(expand("kg:sign")) + 7)
    assert where.of_value("claim:x", "entity:a") == (str(above), 1, 1)
    assert where.of("entity:a")[0] == str(below)


def test_a_name_in_an_element_that_says_nothing_is_no_description(tmp_path):
    """Of a member of a list, and of an object by its name alone."""
    rdf, claim = PREFIXES["rdf"], PREFIXES["claim"]
    xml = (
        f'<rdf:RDF xmlns:rdf="{rdf}" xmlns:k="{PREFIXES["kg"]}">\n<k:H rdf:about="{claim}h">\n'
        f'<k:steps rdf:parseType="Collection">\n<rdf:Description rdf:about="{claim}x"/></k:steps></k:H>\n'
        f'<k:Claim rdf:about="{claim}x"/>\n</rdf:RDF>'
    )
    (tmp_path / "a.rdf").write_text(xml, encoding="utf-8")
    assert SubjectPositions([tmp_path / "a.rdf"]).of("claim:x")[1:] == (5, 1)
    assert SubjectPositions([tmp_path / "a.rdf"]).of_value("claim:h", "claim:x")[1:] == (4, 1)
    texts = [
        f'{{"@id": "{claim}h", "{PREFIXES["kg"]}a": {{"@id": "{claim}x"}}}}',
        f'{{"@id": "{claim}x", "@type": "x:y"}}',
    ]
    (tmp_path / "a.jsonld").write_text(f"[{texts[0]},\n{texts[1]}]", encoding="utf-8")
    assert SubjectPositions([tmp_path / "a.jsonld"]).of("claim:x")[1:] == (2, 9)


def test_xml_with_returns_alone_has_lines(tmp_path):
    """As its parser counts them, and so do most editors."""
    rdf, claim = PREFIXES["rdf"], PREFIXES["claim"]
    xml = f'<rdf:RDF xmlns:rdf="{rdf}" xmlns:k="{PREFIXES["kg"]}">\r<k:Claim\r rdf:about="{claim}x" k:sign="+"/>\r</rdf:RDF>'
    (tmp_path / "a.rdf").write_bytes(xml.encode())
    where = SubjectPositions([tmp_path / "a.rdf"])
    assert where.of("claim:x")[1:] == (2, 1)
    assert where.of_value("claim:x", "+")[1:] == (3, len(f' rdf:about="{claim}x" k:sign="') + 1)


@given(
    text=st.text(alphabet=st.sampled_from('<>"\'\\{}[]().;,:@#^_ \n\tabu0é😀="/')),
    suffix=st.sampled_from([".ttl", ".json", ".rdf"]),
)
def test_any_text_at_all_has_places_inside_of_it(text, suffix):
    """Readers of places never fail, whatever they are given."""
    lines = re.split(r"\r\n|\n|\r" if suffix == ".rdf" else r"\n", text)
    for mention in mentions_in(text, suffix):
        assert 1 <= mention.line <= len(lines)
        assert 1 <= mention.column <= len(lines[mention.line - 1]) + 1
