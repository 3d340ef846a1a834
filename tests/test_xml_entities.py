"""Entities that stand for namespaces are read as editors of ontologies write them; every other one is refused."""

import pytest
from command import kgraph as run

from kgraph import load
from kgraph.errors import DataError

CLAIM = """<?xml version="1.0"?>
<!DOCTYPE rdf:RDF [
  <!ENTITY rdf "http://www.w3.org/1999/02/22-rdf-syntax-ns#" >
  <!ENTITY skos "http://www.w3.org/2004/02/skos/core#" >
  <!ENTITY lab "https://lab.example.org/kd#" >
]>
<rdf:RDF xmlns:rdf="&rdf;" xmlns:skos="&skos;">
  <skos:Concept rdf:about="&lab;diet"><skos:prefLabel xml:lang="en">a diet &lab;x</skos:prefLabel></skos:Concept>
</rdf:RDF>
"""


def put(tmp_path, text):
    file = tmp_path / "mine.owl"
    file.write_text(text, encoding="utf-8")
    return file


def test_namespaces_are_read(tmp_path):
    """In names, attributes and texts alike."""
    graph = load(put(tmp_path, CLAIM))
    rows = graph.sparql(
        "SELECT ?l { <https://lab.example.org/kd#diet> <http://www.w3.org/2004/02/skos/core#prefLabel> ?l }"
    )
    assert [list(row) for row in rows] == [["a diet https://lab.example.org/kd#x"]]


def test_what_is_wrong_has_its_place(tmp_path):
    """A line further down is counted with the document type."""
    code, _, err = run("check", "--syntax-only", str(put(tmp_path, CLAIM.replace("</skos:Concept>", ""))))
    assert code
    assert "mine.owl:9:" in err


@pytest.mark.parametrize(
    "declared",
    [
        '<!ENTITY lab "no namespace">',
        '<!ENTITY lab "https://lab.example.org/&skos;">',
        '<!ENTITY lab SYSTEM "file:///etc/hostname">',
        '<!ENTITY % lab "https://lab.example.org/">',
        f'<!ENTITY lab "https://lab.example.org/{"a" * 200}">',
        '<!ATTLIST skos:Concept rdf:about CDATA "https://lab.example.org/other">',
        "".join(f'<!ENTITY n{number} "https://lab.example.org/{number}#">' for number in range(100)),
    ],
)
def test_every_other_document_type_is_refused(tmp_path, declared):
    """With the place, before anything is read."""
    text = CLAIM.replace('<!ENTITY lab "https://lab.example.org/kd#" >', declared)
    with pytest.raises(DataError, match="a document type is refused unless") as caught:
        load(put(tmp_path, text))
    assert caught.value.line == 5


def test_a_file_does_not_grow_without_end(tmp_path):
    """A short name that stands for a long one, many times over."""
    long = CLAIM.replace("kd#", "a" * 160).replace("a diet &lab;x", "")
    one = f"<skos:note>{'&lab;' * 100_000}</skos:note>"
    with pytest.raises(DataError, match=r"not read|unfold"):
        load(put(tmp_path, long.replace("</skos:Concept>", f"{one * 10}</skos:Concept>")))


def test_an_entity_that_is_declared_twice_is_refused(tmp_path):
    """XML means the first one and some readers the last: the names would be those of other things."""
    twice = '<!ENTITY lab "https://lab.example.org/kd#" >\n  <!-- <!ENTITY lab "https://c.example/"> -->\n'
    with pytest.raises(DataError, match="the entity lab is declared twice"):
        load(put(tmp_path, CLAIM.replace("]>", '<!ENTITY lab "https://other.example/" >\n]>')))
    load(put(tmp_path, CLAIM.replace('<!ENTITY lab "https://lab.example.org/kd#" >', twice)))
