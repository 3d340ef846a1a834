"""Servers that tests talk to."""

import pytest
from serving import Server

# Labels that would be markup, script or a template, if anything took them for one.
HOSTILE = """
@prefix entity: <https://w3id.org/kgraph/entity/> .
@prefix claim: <https://w3id.org/kgraph/claim/> .
@prefix evidence: <https://w3id.org/kgraph/evidence/> .
@prefix reference: <https://w3id.org/kgraph/reference/> .
@prefix kg: <https://w3id.org/kgraph/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix certainty: <https://w3id.org/kgraph/certainty/> .
@prefix study: <https://w3id.org/kgraph/study-kind/> .
@prefix direction: <https://w3id.org/kgraph/direction/> .
@prefix directness: <https://w3id.org/kgraph/directness/> .
entity:hostile a kg:Protein ; skos:prefLabel "<script>alert(1)</script>{{ 7*7 }}"@en ;
  skos:altLabel "\\" onmouseover=alert(2) x=\\"", "</script><script>alert(3)</script>" ;
  skos:definition "<img src=x onerror=alert(4)>" ; skos:closeMatch <javascript:alert(5)> .
claim:hostile a kg:Claim ; rdf:subject entity:hostile ; rdf:predicate kg:activates ; rdf:object entity:katp-channel ;
  kg:sign "+" ; kg:certainty certainty:asserted ; kg:studyKind study:animal ; kg:origin <https://w3id.org/kgraph/source/primary> ;
  kg:condition "<b>bold</b>" ; skos:note "<iframe src=//evil.example>" ; kg:evidence evidence:hostile .
evidence:hostile a kg:EvidenceLine ; kg:reference reference:hostile ; kg:direction direction:supports ;
  kg:directness directness:primary ; kg:studyKind study:animal .
reference:hostile a kg:Reference ; kg:shortName "<i>short</i>" ; kg:link <javascript:alert(6)> .
reference:another a kg:Reference ; kg:shortName "<i>short</i>" .
entity:turned a kg:Protein ; skos:prefLabel "turned \\u202Egnihtemos\\u200B"@en ; skos:definition "a \\u2066b" .
<https://w3id.org/kgraph/entity/β/1%202> a kg:Protein ; skos:prefLabel "β/1 2"@en .
"""


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """The service of the bundled graph."""
    started = Server(tmp_path_factory.mktemp("service"))
    yield started
    assert started.stop() == 0
    assert "Traceback" not in started.log.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def open_server(tmp_path_factory):
    """A server that also answers to another name and to pages of another origin, about a graph with hostile labels."""
    folder = tmp_path_factory.mktemp("open")
    (folder / "hostile.ttl").write_text(HOSTILE, encoding="utf-8")
    options = ("--cors", "https://friend.example", "--allowed-host", "graph.example", "--data", folder / "hostile.ttl")
    options = (*options, "--seconds", "3", "--patience", "2")
    started = Server(folder, *options)
    yield started
    assert started.stop() == 0
