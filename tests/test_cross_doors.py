"""Two hundred claims say the same at every door: study kind, population, sign, evidence, confidence and dispute."""

import csv
import io
import random
import re
from typing import NamedTuple

import pytest

from kgraph.explorer.first_view import Opening
from kgraph.explorer.payload import payload
from kgraph.formats.claims_table import claims_table
from kgraph.formats.documents import RecordDocument, TraceDocument
from kgraph.formats.record import write_record
from kgraph.formats.references import identified
from kgraph.formats.trace import to_json, write_trace
from kgraph.graph.claims import claims_listing
from kgraph.model import CONTEXT
from kgraph.service.operations import OPERATIONS
from kgraph.service.tools import tools
from kgraph.trace import SourceTexts, lines_in_order, trace
from kgraph.words import Words

CHOSEN = 200
CLAIMS = """
SELECT ?claim ?kind ?species ?population ?relation ?sign ?certainty (EXISTS { ?claim kg:disputes|^kg:disputes ?other } AS ?disputes) {
  ?claim a kg:Claim ; kg:studyKind ?kind ; rdf:predicate ?relation ; kg:certainty ?certainty .
  OPTIONAL { ?claim kg:population ?population }
  OPTIONAL { ?claim kg:sign ?sign }
  OPTIONAL { ?claim kg:species/skos:prefLabel ?species }
}
"""
LINES = """
SELECT ?claim ?line ?direction ?directness ?reference {
  ?claim kg:evidence ?line . ?line kg:direction ?direction ; kg:directness ?directness .
  OPTIONAL { ?line kg:reference ?reference }
}
"""


class Line(NamedTuple):
    """What a door says of one line of evidence, in the words for readers."""

    direction: str
    directness: str
    reference: str


class Said(NamedTuple):
    """What a door says of a claim, in the words for readers."""

    study: str
    population: str
    sign: str
    lines: tuple[Line, ...]
    confidence: float | None
    disputed: bool


class Reader:
    """Puts the codes that a door gives out into the words that others print."""

    def __init__(self, graph):
        self._graph = graph
        self.words = Words(graph)
        self._species = {e.label: e.id for e in graph.entities.values() if e.kind == "species"}
        self._brief = {one.code: identified(one) for one in graph.references.values()}

    def study(self, kind, labels):
        return self.words.study((kind,), [self._species[label] for label in labels])

    def line(self, direction, directness, code):
        return Line(
            self.words.phrase("direction", direction),
            self.words.phrase("directness", directness),
            self._brief[code] if code else "nothing cited",
        )

    def cited(self, cell):
        """The code with which a cell begins that also tells the place; empty where nothing is cited."""
        known = (code for code in self._brief if f"{cell} ".startswith(f"{code} "))
        return max(known, key=len, default="")

    def place(self, claim):
        """Species in the order of the claim, since triples have none."""
        return lambda label: claim.species.index(self._species[label])

    def record(self, record):
        """A claim as the JSON of the service and of the assistant has it."""
        return Said(
            self.study(record["study_kind"], record["species"]),
            record["population"],
            self.words.sign(record["relation"], record["sign"]),
            in_order(self.line(one["direction"], one["directness"], one["reference"]) for one in record["evidence"]),
            record["confidence"],
            record["disputed"],
        )


def in_order(lines):
    return tuple(sorted(lines))


@pytest.fixture(scope="module")
def chosen(graph):
    """The same claims in every run."""
    return random.Random(15).sample(sorted(graph.claims.values(), key=lambda claim: claim.id), CHOSEN)


@pytest.fixture(scope="module")
def reader(graph):
    return Reader(graph)


def at_the_command_line(graph, chosen, reader):
    """What `trace` and `show` print; the two agree on what both say."""
    told = []
    for claim in chosen:
        record = dict(
            re.split(r" {2,}", line, maxsplit=1)
            for line in write_record(RecordDocument(graph, claim), "table").splitlines()
            if re.match(r"\w[\w ]*? {2,}\S", line)
        )
        traced = write_trace(TraceDocument(graph, trace(graph, claim), SourceTexts({})), "table")
        said = in_words(reader, claim, traced, float(record["confidence"]))
        assert said.study == record["study kind"]
        assert said.population == record.get("population", "")
        assert said.disputed == (record.get("disputed") == "yes")
        told.append(said)
    return told


def in_words(reader, claim, text, confidence):
    """A trace of one claim as a person reads it."""
    words = reader.words
    remarks = next(line for line in text.splitlines() if line.startswith(f"   {claim.id} · ")).strip().split(" · ")
    origin = remarks.index(f"from {claim.origin}")
    before, after = remarks[:origin], remarks[origin + 1 :]
    signs = [part for part in before[1:-2] if part not in words.retired(claim)]
    lines = []
    directions = {words.phrase("direction", name) for name in ("supports", "disputes", "inconclusive")}
    directnesses = {words.phrase("directness", name) for name in ("primary", "relayed", "inferred")}
    for row in text.splitlines():
        parts = row.strip().split(" · ")
        if row.startswith("   ") and parts[0] in directions:
            lines.append(Line(parts[0], next(part for part in parts[2:] if part in directnesses), parts[1]))
    return Said(
        before[-1],
        claim.population if claim.population in after else "",
        signs[0] if signs else "",
        in_order(lines),
        confidence,
        words.phrase("flag", "disputed") in after,
    )


def in_python(graph, chosen, reader):
    """The objects that `kg["name"]` gives, and their row in a DataFrame."""
    told = []
    rows = claims_listing(graph, chosen).to_df().to_dict("records")
    for row, bound in zip(rows, (graph[claim.id] for claim in chosen), strict=True):
        lines = (
            reader.line(one.direction, one.directness, one.cites.code if one.cites else None) for one in bound.evidence
        )
        assert (row["claim"], row["confidence"]) == (bound.id, round(bound.confidence, 6))
        told.append(
            Said(
                reader.study(row["study_kind"], row["species"].split("|") if row["species"] else ()),
                row["population"],
                reader.words.sign(row["relation"], row["sign"]),
                in_order(lines),
                row["confidence"],
                row["disputed"],
            )
        )
    return told


def in_sparql(graph, chosen, reader):
    """The triples; they hold the weights that a confidence is made of, and no confidence."""
    lines, disputed = {}, set()
    local = {f"reference:{one.id.partition(':')[2]}": one.code for one in graph.references.values()}
    for row in graph.sparql(LINES).to_df().to_dict("records"):
        direction, directness = (row[name].partition(":")[2] for name in ("direction", "directness"))
        line = reader.line(direction, directness, local.get(row["reference"]))
        lines.setdefault(row["claim"], []).append(line)
        disputed |= {row["claim"]} if direction == "disputes" else set()
    claims = {}
    for row in graph.sparql(CLAIMS).to_df().to_dict("records"):
        claims.setdefault(row["claim"], (row, []))[1].append(row["species"])
    told = []
    for claim in chosen:
        row, species = claims[claim.id]
        against = row["disputes"] or claim.id in disputed or row["certainty"] == "certainty:contested"
        told.append(
            Said(
                reader.study(row["kind"].partition(":")[2], sorted(filter(None, species), key=reader.place(claim))),
                row["population"],
                reader.words.sign(row["relation"].partition(":")[2], row["sign"]),
                in_order(lines.get(claim.id, ())),
                None,
                bool(against),
            )
        )
    return told


def at_the_service(graph, chosen, reader):
    """The JSON of a claim."""
    operation = next(one for one in OPERATIONS if one.name == "claim")
    return [reader.record(operation.run(graph, {"claim": claim.id})) for claim in chosen]


def by_the_assistant(graph, chosen, reader):
    """The text of the tool, which agrees with its JSON."""
    tool = next(one for one in tools(graph, None) if one.name == "claim")
    told = []
    for claim in chosen:
        answer = tool.answer({"claim": claim.id})
        said = in_words(reader, claim, answer.text, answer.data["confidence"])
        assert said == reader.record(answer.data)
        told.append(said)
    return told


def unpacked(table):
    """The rows of a table of the page, each by its columns."""
    rows = []
    for row in table["rows"]:
        cells = dict(zip(table["columns"], row, strict=False))
        for name in table["columns"]:
            if name in table["values"]:
                cells[name] = table["values"][name][cells.get(name, 0)]
        rows.append(cells)
    return rows


def on_the_page(graph, chosen, reader):
    """What the page is given."""
    page = payload(graph, Opening(view="all"))
    words, rest = page.first["words"], page.rest
    references = [one.code for one in graph.references.values()]
    shown = dict(zip(graph.claims, unpacked(rest["claims"]), strict=True))
    evidence = [
        Line(
            words["direction"][one["direction"]][0],
            words["directness"][one["directness"]][0],
            reader.line(
                "supports", "primary", references[one["reference"]] if one["reference"] >= 0 else None
            ).reference,
        )
        for one in unpacked(rest["lines"])
    ]
    told = []
    for claim in chosen:
        row = shown[claim.id]
        kind = graph.relations[row["relation"]].kind
        sign = "" if kind == "structural" else words["signs"][kind].get(row.get("sign", ""), [""])[0]
        lines = in_order(evidence[slice(*row["evidence"])])
        told.append(
            # The page shows six decimals of what it is given; it reckons with all of them.
            Said(
                row["study_words"], row.get("population") or "", sign, lines,
                round(row["confidence"], 6), bool(row["disputed"]),
            )
        )  # fmt: skip
    return told


def in_the_flat_table(graph, chosen, reader):
    """The cells of its rows."""
    rows = {row["claim"]: row for row in csv.DictReader(io.StringIO(claims_table(graph)), delimiter="\t")}
    told = []
    for claim in chosen:
        row = rows[claim.id]
        lines = [cell.split(" ", 2) for cell in row["evidence"].split("|") if cell]
        told.append(
            Said(
                reader.study(row["study_kind"], row["species"].split("|") if row["species"] else ()),
                row["population"],
                reader.words.sign(row["relation"], row["sign"]),
                in_order(reader.line(*line[:2], reader.cited(line[2])) for line in lines),
                float(row["confidence"]),
                row["disputed"] == "yes",
            )
        )
    return told


DOORS = (in_python, in_sparql, at_the_service, by_the_assistant, on_the_page, in_the_flat_table)


@pytest.fixture(scope="module")
def printed(graph, chosen, reader):
    """What the command line says, with which the other doors are compared."""
    return at_the_command_line(graph, chosen, reader)


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
def test_every_door_says_the_same_of_a_claim(graph, chosen, reader, printed, door):
    """Study kind, population, sign, each line's direction, directness and reference, confidence and dispute."""
    told = door(graph, chosen, reader)
    if door is in_sparql:
        told = [said._replace(confidence=one.confidence) for said, one in zip(told, printed, strict=True)]
    differ = [(c.id, a, b) for c, a, b in zip(chosen, printed, told, strict=True) if a != b]
    assert differ == []


def test_the_chosen_claims_could_differ(printed):
    """Each thing that is compared takes several values among them, and some have none."""
    assert len(printed) == CHOSEN
    for name in Said._fields:
        assert len({getattr(said, name) for said in printed}) > 1, name
    assert any(said.disputed for said in printed)
    assert {line.direction for said in printed for line in said.lines} > {"supports"}


def test_the_flat_table_and_the_trace_leave_nothing_of_the_evidence_out(graph):
    """What numbers measure, what leaves a claim open or speaks against it, and each place as section and sentence."""
    rows = {row["claim"]: row for row in csv.DictReader(io.StringIO(claims_table(graph)), delimiter="\t")}
    seen = set()
    for claim in graph.claims.values():
        row = rows[claim.id]
        record = to_json(graph, trace(graph, claim), SourceTexts({}))["claims"][0]
        assert all(number.measure in f"{row['measure']} {row['other_numbers']}" for number in claim.measurements)
        told = zip(claim.measurements, record["numbers"], strict=True)
        assert all(number.measure in text for number, text in told)
        for line in claim.evidence:
            code = graph.references[line.reference].code if line.counts else ""
            column = {"supports": "references", "disputes": "disputing", "inconclusive": "inconclusive"}[line.direction]
            assert not code or code in row[column].split("|")
            seen.add(column if code else "")
            if line.locator:
                assert f"{line.locator.source} {line.locator.section}/{line.locator.sentence}" in row["places"].split(
                    "|"
                )
        assert [one["direction"] for one in record["evidence"]] == [line.direction for line in lines_in_order(claim)]
        assert {name: row[name] for name in CONTEXT} == {name: claim.context.get(name, "") for name in CONTEXT}
    assert seen >= {"references", "disputing", "inconclusive"}
