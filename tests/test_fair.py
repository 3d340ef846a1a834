"""The data can be found, cited and checked: redirects, versions, the record for an archive, the schema of the table."""

import csv
import io
import json
import re
from pathlib import Path
from urllib.parse import unquote_plus, urlsplit

import jsonschema
import pytest
import rdflib

from kgraph.claim_rows import COLUMNS
from kgraph.formats.claims_table import claims_table
from kgraph.formats.documents import GraphDocument
from kgraph.formats.registry import write
from kgraph.service.things import KINDS
from kgraph.version import __version__
from kgraph.vocabulary import KG, expand

ROOT = Path(__file__).parent.parent
RULES = (ROOT / "w3id" / "kgraph" / ".htaccess").read_text(encoding="utf-8")
SCHEMA = json.loads((ROOT / "ontology" / "claims-table.schema.json").read_text(encoding="utf-8"))
TURTLE = "text/turtle"


def redirected(iri, accept="text/html"):
    """Where the rules send a reader of an identifier, by reading them as Apache does; None when no rule takes it."""
    path, condition, places = iri.removeprefix(KG), True, {}
    for line in RULES.splitlines():
        words = line.split()
        if words[:1] == ["RewriteCond"]:
            assert words[1] == "%{HTTP_ACCEPT}"
            condition = re.search(words[2], accept) is not None
        elif words[:1] == ["RewriteRule"]:
            found = re.search(words[1], path) if condition else None
            condition = True
            if found and words[2] == "-":
                places = dict(re.findall(r"E=(\w+):([^,\]]+)", words[3]))
            elif found:
                target = re.sub(r"(?<!\\)\$(\d)", lambda m, found=found: found[int(m[1])] or "", words[2])
                target = re.sub(r"%\{ENV:(\w+)\}", lambda m, places=places: places[m[1]], target)
                assert not re.search(r"(?<!\\)%\d", target), "a back-reference to a condition"
                return target.replace("\\%", "%")
    return None


@pytest.mark.parametrize("kind", KINDS)
def test_every_thing_with_a_page_leads_to_it(graph, kind):
    """The redirect of its identifier is its page under the service."""
    assert redirected(f"{KG}{kind}/some-name") == f"https://kgraph.example.org/{kind}/some-name"


def test_terms_and_evidence_lines_are_described(graph):
    """What has no page leads to a query that the service takes, and that names the identifier itself."""
    line = next(line for claim in graph.claims.values() for line in claim.evidence)
    for iri in (KG + "increases", expand(line.id), expand("certainty:needs-research"), KG + "developers"):
        address = urlsplit(redirected(iri))
        assert address.path == "/sparql"
        query = unquote_plus(address.query.removeprefix("query="))
        assert query == f"DESCRIBE <{iri}>"
        graph.sparql(query)


def test_every_dump_of_the_description_leads_to_a_file(graph):
    """The addresses of VoID are those that the rules know, and the data set itself leads to its description."""
    void = rdflib.Graph().parse(data=write(GraphDocument(graph), "void"), format="turtle")
    dumps = [str(dump) for dump in void.objects(None, rdflib.URIRef("http://rdfs.org/ns/void#dataDump"))]
    assert {redirected(dump) for dump in dumps} == {
        f"https://kgraph.example.org/files/{dump.rpartition('/')[2]}" for dump in dumps
    }
    assert redirected(f"{KG}data/") == "https://kgraph.example.org/files/void.ttl"


def test_the_vocabulary_has_a_version_with_an_address(graph):
    """Its version IRI holds its version, and leads programs to the file and people to the home page."""
    ontology = rdflib.Graph().parse(ROOT / "ontology" / "kgraph.ttl")
    [version] = ontology.objects(rdflib.URIRef(KG), rdflib.OWL.versionIRI)
    [number] = ontology.objects(rdflib.URIRef(KG), rdflib.OWL.versionInfo)
    assert str(version) == f"{KG}{number}/"
    for iri in (KG, str(version)):
        assert redirected(iri, TURTLE) == "https://kgraph.example.org/files/ontology.ttl"
        assert redirected(iri) == "https://kgraph.example.org/"


def test_the_record_for_an_archive_is_that_of_the_project():
    """Title, version and creators are those of CITATION.cff, and the version is that of the code."""
    record = json.loads((ROOT / ".zenodo.json").read_text(encoding="utf-8"))
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f'title: "{record["title"]}"' in citation
    assert [f'name: "{one["name"]}"' in citation for one in record["creators"]] == [True]
    assert record["version"] == __version__
    assert record["license"] in citation


def test_the_schema_describes_the_exported_table(graph):
    """Every column in its order, none besides, and every row is valid."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert tuple(SCHEMA["properties"]) == tuple(SCHEMA["required"]) == COLUMNS
    assert SCHEMA["properties"]["relation"]["enum"] == list(graph.relations)
    rows = list(csv.DictReader(io.StringIO(claims_table(graph)), delimiter="\t"))
    assert len(rows) == len(graph.claims)
    validator = jsonschema.Draft202012Validator(SCHEMA)
    assert [error.message for row in rows for error in validator.iter_errors(row)] == []


@pytest.mark.parametrize(
    ("column", "wrong"),
    [
        ("sign", "plus"),
        ("certainty", "sure"),
        ("relation", "boosts"),
        ("subject_id", "diet"),
        ("n", "ten"),
        ("disputed", "no"),
    ],
)
def test_the_schema_refuses_what_is_no_row(graph, column, wrong):
    """A sign, a certainty, a relation or a count that there is not; editors show it where it is typed."""
    row = next(iter(csv.DictReader(io.StringIO(claims_table(graph)), delimiter="\t")))
    validator = jsonschema.Draft202012Validator(SCHEMA)
    assert [list(error.path) for error in validator.iter_errors({**row, column: wrong})] == [[column]]
