"""What other projects' files say comes in with its sign, its negation and its evidence, or is told to be lost."""

import json
from collections import Counter

import pytest
from pyoxigraph import Quad, RdfFormat, parse, serialize

import kgraph
from kgraph.errors import DataError
from kgraph.evidence import is_unsupported
from kgraph.formats.contents_rdf import contents_as_turtle
from kgraph.formats.documents import GraphDocument
from kgraph.formats.registry import write
from kgraph.graph import load
from kgraph.importers import guess, read
from kgraph.importers.biolink import of_subject, predicate_of
from kgraph.importers.trusty_names import artifact_code

NODES = "id\tcategory\tname\nCHEBI:1\tbiolink:SmallMolecule\taye\nHGNC:2\tbiolink:Gene\tbee\nMONDO:3\tbiolink:Disease\tcee\n"
EDGES = (
    "id\tsubject\tpredicate\tobject\tnegated\tpublications\tqualified_predicate\tobject_aspect_qualifier\t"
    "object_direction_qualifier\n"
    "e1\tCHEBI:1\tbiolink:affects\tHGNC:2\t\tPMID:11|PMID:12\tbiolink:causes\tactivity\tdecreased\n"
    "e2\tCHEBI:1\tbiolink:treats\tMONDO:3\ttrue\tPMID:13\t\t\t\n"
    "e3\tMONDO:3\tbiolink:has_phenotype\tHP:4\tfalse\n"
)
DISORDER = """\
name: Cee
disease_term:
  preferred_term: cee
  term: {id: MONDO:3, label: cee}
pathophysiology:
- name: Too much
  genes:
  - preferred_term: BEE
    term: {id: hgnc:2, label: BEE}
    modifier: DECREASED
  downstream:
  - target: Shaking
    evidence:
    - {reference: PMID:21, supports: SUPPORT, evidence_source: MODEL_ORGANISM, snippet: words}
  - target: Nowhere
  evidence:
  - {reference: PMID:22, supports: PARTIAL}
phenotypes:
- name: Shaking
  phenotype_term:
    preferred_term: Shaking
    term: {id: HP:4, label: Shaking}
- name: Sleep
  frequency: EXCLUDED
treatments:
- name: Aye
  treatment_term:
    term: {id: MAXO:0000058, label: pharmacotherapy}
  target_mechanisms:
  - {target: Too much, treatment_effect: INHIBITS}
  - {target: Too much, treatment_effect: RESTORES}
  evidence:
  - {reference: PMID:23, supports: REFUTE}
"""
GPML = """\
<Pathway xmlns="http://pathvisio.org/GPML/2013a" Name="small" Version="WP1_r1" Organism="Homo sapiens">
  <DataNode TextLabel="aye" GraphId="a" Type="Metabolite"><Xref Database="ChEBI" ID="CHEBI:1" /></DataNode>
  <DataNode TextLabel="bee" GraphId="b" Type="GeneProduct" GroupRef="G"><Xref Database="Ensembl" ID="ENSG2" /></DataNode>
  <DataNode TextLabel="dee" GraphId="d" Type="GeneProduct" GroupRef="G"><Xref Database="" ID="" /></DataNode>
  <Label TextLabel="Cee" GraphId="c" />
  <Interaction>
    <BiopaxRef>p1</BiopaxRef>
    <Graphics><Point X="0" Y="0" GraphRef="a" /><Point X="1" Y="1" GraphRef="b" ArrowHead="TBar" />
      <Anchor Position="0.5" GraphId="x" /></Graphics>
  </Interaction>
  <Interaction>
    <Graphics><Point X="0" Y="0" GraphRef="d" /><Point X="1" Y="1" GraphRef="x" ArrowHead="mim-stimulation" /></Graphics>
  </Interaction>
  <Interaction>
    <Graphics><Point X="0" Y="0" GraphRef="g" /><Point X="1" Y="1" GraphRef="c" /></Graphics>
  </Interaction>
  <Interaction>
    <Graphics><Point X="0" Y="0" /><Point X="1" Y="1" GraphRef="c" ArrowHead="Arrow" /></Graphics>
  </Interaction>
  <Interaction>
    <Graphics><Point X="0" Y="0" GraphRef="a" ArrowHead="mim-conversion" /><Point X="1" Y="1" GraphRef="c" /></Graphics>
  </Interaction>
  <Group GroupId="G" GraphId="g" Style="Complex" />
  <Biopax>
    <bp:PublicationXref xmlns:bp="http://www.biopax.org/release/biopax-level3.owl#"
      xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" rdf:id="p1">
      <bp:ID>31</bp:ID><bp:DB>PubMed</bp:DB><bp:TITLE>On aye</bp:TITLE><bp:YEAR>2001</bp:YEAR>
    </bp:PublicationXref>
  </Biopax>
</Pathway>
"""
GPML_2021 = """\
<Pathway xmlns="http://pathvisio.org/GPML/2021" title="small" version="WP1_r1" organism="Homo sapiens">
  <DataNodes>
    <DataNode elementId="a" textLabel="aye" type="Metabolite"><Xref dataSource="ChEBI" identifier="CHEBI:1" /></DataNode>
    <DataNode elementId="b" textLabel="bee" type="GeneProduct" groupRef="g">
      <Xref dataSource="Ensembl" identifier="ENSG2" /></DataNode>
    <DataNode elementId="d" textLabel="dee" type="GeneProduct" groupRef="g" />
  </DataNodes>
  <Interactions>
    <Interaction elementId="i1"><Waypoints><Point x="0" y="0" elementRef="a" />
      <Point arrowHead="Inhibition" x="1" y="1" elementRef="b" /><Anchor elementId="x" position="0.5" /></Waypoints>
      <CitationRefs><CitationRef elementRef="p1" /></CitationRefs></Interaction>
    <Interaction elementId="i2"><Waypoints><Point x="0" y="0" elementRef="d" />
      <Point arrowHead="Stimulation" x="1" y="1" elementRef="x" /></Waypoints></Interaction>
    <Interaction elementId="i3"><Waypoints><Point x="0" y="0" elementRef="g" />
      <Point arrowHead="Undirected" x="1" y="1" elementRef="c" /></Waypoints></Interaction>
    <Interaction elementId="i4"><Waypoints><Point x="0" y="0" />
      <Point arrowHead="Directed" x="1" y="1" elementRef="c" /></Waypoints></Interaction>
    <Interaction elementId="i5"><Waypoints><Point arrowHead="Conversion" x="0" y="0" elementRef="a" />
      <Point x="1" y="1" elementRef="c" /></Waypoints></Interaction>
  </Interactions>
  <Labels><Label elementId="c" textLabel="Cee" /></Labels>
  <Groups><Group elementId="g" type="Complex" /></Groups>
  <Citations><Citation elementId="p1"><Xref dataSource="PubMed" identifier="31" /></Citation></Citations>
</Pathway>
"""
BEL = """\
SET DOCUMENT Name = "small"
DEFINE NAMESPACE HGNC AS URL "https://example.org/hgnc.belns"
DEFINE NAMESPACE CHEBI AS URL "https://example.org/chebi.belns"
DEFINE ANNOTATION Species AS PATTERN "[0-9]+"

SET Citation = {"PubMed", "A journal", "41"}
SET Evidence = "a text of
several lines"
SET Species = "10090"
a(CHEBI:aye) -| act(p(HGNC:BEE))
a(CHEBI:aye) cnc p(HGNC:DEE)
UNSET Species
p(HGNC:BEE, pmod(Ph)) => deg(p(HGNC:DEE))
a(CHEBI:aye) -> (p(HGNC:BEE) -| p(HGNC:DEE))
"""
INDRA = [
    {
        "id": "s1", "type": "Inhibition", "belief": 0.5,
        "subj": {"name": "aye", "db_refs": {"CHEBI": "CHEBI:1", "TEXT": "a"}},
        "obj": {"name": "BEE", "db_refs": {"HGNC": "2"}},
        "evidence": [
            {"source_api": "reach", "pmid": "51", "text": "words"},
            {"source_api": "sparser", "pmid": "52", "epistemics": {"negated": True}},
        ],
    },
    {
        "id": "s2", "type": "Phosphorylation", "enz": {"name": "BEE", "db_refs": {"HGNC": "2"}},
        "sub": {"name": "DEE", "db_refs": {"HGNC": "5"}}, "residue": "S", "position": "9",
        "evidence": [{"pmid": "53", "epistemics": {"hypothesis": True}}],
    },
    {
        "id": "s3", "type": "Activation", "subj": {"name": "aye", "db_refs": {"CHEBI": "CHEBI:1"}},
        "obj": {"name": "DEE", "db_refs": {"HGNC": "5"}},
        "evidence": [{"pmid": "54", "epistemics": {"negated": True}}],
    },
    {"id": "s4", "type": "ActiveForm", "activity": "kinase", "is_active": False,
     "agent": {"name": "BEE", "db_refs": {"HGNC": "2"}, "mods": [{"mod_type": "phosphorylation"}]}},
]  # fmt: skip
NANOPUB = """\
@prefix : <http://example.org/np1#> .
@prefix np: <http://www.nanopub.org/nschema#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix obo: <http://purl.obolibrary.org/obo/> .
@prefix dct: <http://purl.org/dc/terms/> .
:Head { : a np:Nanopublication ; np:hasAssertion :a ; np:hasProvenance :p ; np:hasPublicationInfo :i . }
:a { obo:CHEBI_1 obo:RO_0002212 obo:GO_6 . }
:p { :a prov:hadPrimarySource <http://www.ncbi.nlm.nih.gov/pubmed/61> . }
:i { : dct:creator <https://orcid.org/0000-0000-0000-0000> . }
"""
MAP = {
    "nodes": [
        {"id": "aye", "label": "plasma aye", "entity_iri": "CHEBI:1"}, {"id": "bee", "label": "bee"},
        {"id": "dee", "label": "dee"},
    ],
    "causal_edges": [
        {"id": "i1", "source": "aye", "target": "bee", "sign": "-", "kind": "causal"},
        {"id": "i2", "source": "bee", "target": "dee", "sign": "\\N", "kind": "causal"},
        {"id": "i3", "source": "dee", "target": "aye", "sign": None, "kind": "causal"},
    ],
    "production_edges": [{"id": "p1", "source": "dee", "target": "bee", "sign": "+", "kind": "production"}],
    "modulation_edges": [{"id": "m1", "modulator": "dee", "influence_id": "i1", "interaction_sign": "+"}],
}  # fmt: skip
SIF = "aye\tinhibits\tbee\tdee\nbee -> dee\ndee nonsense aye\nalone\n"
SSSOM = (
    "#curie_map:\n#  x: http://example.org/x/\nsubject_id\tsubject_label\tpredicate_id\tpredicate_modifier\tobject_id\t"
    "mapping_justification\nHGNC:2\tbee\tskos:exactMatch\t\tNCBIGene:7\tsemapv:ManualMappingCuration\n"
    "HGNC:5\tdee\tskos:exactMatch\tNot\tNCBIGene:8\tsemapv:ManualMappingCuration\n"
    "HP:4\tshaking\tskos:broadMatch\t\tHP:9\tsemapv:ManualMappingCuration\n"
    "x:1\tone\trdfs:subClassOf\t\tx:2\tsemapv:ManualMappingCuration\n"
)
SMALL = {
    "kgx": ("edges.tsv", EDGES), "dismech": ("Cee.yaml", DISORDER), "gpml": ("WP1.gpml", GPML),
    "bel": ("small.bel", BEL), "indra": ("small.json", json.dumps(INDRA, indent=1)), "nanopub": ("np.trig", NANOPUB),
    "physiomap": ("map.json", json.dumps(MAP, indent=1)), "sif": ("small.sif", SIF), "sssom": ("small.tsv", SSSOM),
}  # fmt: skip


def put(folder, name, text):
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def small(folder, kind):
    """What the small file of a kind says."""
    return read([put(folder, *SMALL[kind])], kind=kind)


def said(imported):
    """Label of the subject, relation, sign and label of the object of every claim."""
    contents = imported.contents
    return {(contents.label(c.subject), c.relation, c.sign, contents.label(c.object)) for c in contents.claims.values()}


def only(imported, **wanted):
    """The one claim with these fields."""
    (found,) = [
        c for c in imported.contents.claims.values() if all(getattr(c, name) == value for name, value in wanted.items())
    ]
    return found


def cited(imported, claim):
    """The identifiers of what a claim cites, with what each says of it."""
    references = imported.contents.references
    return {(references[line.reference].pmid, line.direction) for line in claim.evidence if line.reference}


@pytest.mark.parametrize("kind", SMALL)
def test_a_kind_is_told_from_the_content(tmp_path, kind):
    """Every small file is known by what is in it."""
    assert guess(put(tmp_path, *SMALL[kind])).name == kind


@pytest.mark.parametrize("kind", SMALL)
def test_what_is_imported_reads_back_as_the_same_values(tmp_path, kind):
    """Through Turtle, with no fault, and with each name once."""
    imported = small(tmp_path, kind)
    assert imported.faults == ()
    graph = kgraph.load(put(tmp_path, "out.ttl", contents_as_turtle(imported.contents)), bundled=False)
    for section in ("entities", "claims", "references", "sources"):
        assert getattr(graph, section) == getattr(imported.contents, section)
    lines = [line.id for claim in imported.contents.claims.values() for line in claim.evidence]
    assert len(set(lines)) == len(lines)


@pytest.mark.parametrize("kind", SMALL)
def test_every_line_has_the_place_where_it_stands(tmp_path, kind):
    """The row of a line is the name of the file and a number of a line that is in it."""
    name, text = SMALL[kind]
    for claim in small(tmp_path, kind).contents.claims.values():
        for line in claim.evidence:
            file, _, number = line.row.rpartition("/")
            assert file == name
            assert 1 <= int(number) <= text.count("\n") + 1


@pytest.mark.parametrize("kind", SMALL)
def test_what_is_uncited_says_so(tmp_path, kind):
    """A claim is uncited where no line that counts cites anything, and only there."""
    for claim in small(tmp_path, kind).contents.claims.values():
        assert claim.uncited is not any(line.counts for line in claim.evidence)


def test_qualifiers_and_negation_of_an_edge_make_its_sign(tmp_path):
    """Less activity is inhibition; what is negated has the sign 0; what is not has none of its own here."""
    imported = read([put(tmp_path, "nodes.tsv", NODES), put(tmp_path, "edges.tsv", EDGES)])
    assert said(imported) == {
        ("aye", "inhibits", "-", "bee"),
        ("aye", "no_effect", "0", "cee"),
        ("HP:4", "manifestation_of", "", "cee"),
    }
    assert cited(imported, only(imported, relation="inhibits")) == {("11", "supports"), ("12", "supports")}
    assert imported.contents.entities["MONDO:3"].valence == "unwanted"


def test_the_forms_of_a_graph_say_the_same(tmp_path):
    """Tables, one JSON document and lines of JSON give equal claims but for the rows of their lines."""
    columns, *rows = [line.split("\t") for line in EDGES.splitlines()]
    edges = [
        {name: cell.split("|") if name == "publications" else cell for name, cell in zip(columns, row, strict=False)}
        for row in rows
    ]
    for edge in edges:
        edge["negated"] = edge["negated"] == "true"
    header, *cells = [line.split("\t") for line in NODES.splitlines()]
    nodes = [dict(zip(header, row, strict=True)) for row in cells]
    document = put(tmp_path, "graph.json", json.dumps({"nodes": nodes, "edges": edges}))
    lines = put(tmp_path, "graph.jsonl", "".join(json.dumps(one) + "\n" for one in (*nodes, *edges)))
    tables = read([put(tmp_path, "nodes.tsv", NODES), put(tmp_path, "edges.tsv", EDGES)])
    for other in (read([document]), read([lines])):
        assert said(other) == said(tables)
        assert other.found == tables.found
        assert other.contents.entities == tables.contents.entities
        assert other.contents.references == tables.contents.references


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("\ttrue\tPMID:13", "\tmaybe\tPMID:13", 3, "negated is 'maybe'"),
        ("biolink:treats\t", "\t", 3, "lacks 'predicate'"),
        ("e3\tMONDO:3", "e3\t", 4, "lacks 'subject'"),
    ],
)
def test_a_broken_edge_has_its_line(tmp_path, old, new, line, words):
    """What is neither true nor false is not guessed, and an edge has two ends."""
    assert old in EDGES
    (fault,) = read([put(tmp_path, "edges.tsv", EDGES.replace(old, new))], kind="kgx").faults
    assert (fault.line, words in fault.reason) == (line, True)


@pytest.mark.parametrize("negated", [False, True])
@pytest.mark.parametrize("word", ["biolink:not_treats", "biolink:treats"])
def test_a_predicate_that_denies_is_never_read_as_the_thing_itself(tmp_path, word, negated):
    """One word of denial, in the predicate or beside it, gives the sign 0; two are none."""
    edge = f"subject\tpredicate\tobject\tnegated\nCHEBI:1\t{word}\tMONDO:3\t{str(negated).lower()}\n"
    (claim,) = read([put(tmp_path, "edges.tsv", edge)]).contents.claims.values()
    assert claim.sign == ("0" if negated != ("not" in word) else "-")


def test_less_of_the_subject_turns_the_sign_and_a_variant_leaves_it_open():
    """What less of the subject raises more of it lowers; a variant need not act as the thing does."""
    raises = predicate_of("affects", aspect="activity", direction="increased")
    assert of_subject(raises, aspect="activity", direction="decreased").sign == "-"
    assert of_subject(raises, aspect="degradation", direction="decreased").sign == "+"
    assert of_subject(raises, form="loss_of_function_variant_form").sign == "?"
    assert of_subject(predicate_of("affected_by"), direction="decreased").sign == "?"


def test_treatments_are_signed_and_causal_edges_are_not(tmp_path):
    """What treats or inhibits is negative; what restores and what only follows have no sign; what is absent is 0."""
    statements = said(small(tmp_path, "dismech"))
    assert statements == {
        ("Too much (Cee)", "affects", "?", "Cee"),
        ("Too much (Cee)", "affects", "?", "Shaking"),
        ("Too much (Cee)", "affects", "?", "Nowhere (Cee)"),
        ("Too much (Cee)", "associated_with", "-", "BEE"),
        ("Shaking", "manifestation_of", "", "Cee"),
        ("Sleep", "associated_with", "0", "Cee"),
        ("Aye", "treats", "-", "Cee"),
        ("Aye", "decreases", "-", "Too much (Cee)"),
        ("Aye", "affects", "?", "Too much (Cee)"),
    }


def test_an_item_that_bears_on_its_statement_by_a_step_is_inferred(tmp_path):
    """Later disorders say so of each item, and name the paper; the title is that of the reference."""
    old = "{reference: PMID:23, supports: REFUTE}"
    new = "{reference: PMID:23, reference_title: A paper, supports: SUPPORT, directness: INDIRECT, quote_role: BACKGROUND}"
    imported = read([put(tmp_path, "Cee.yaml", DISORDER.replace(old, new))])
    (line,) = only(imported, relation="treats").evidence
    assert (line.direction, line.directness) == ("supports", "inferred")
    assert line.notes == ("DisMech: SUPPORT, no kind of evidence, INDIRECT, BACKGROUND.",)
    assert imported.contents.references[line.reference].title == "A paper"


def test_what_only_refutes_a_treatment_leaves_no_path(tmp_path):
    """The claim is contested, disputed by the paper, supported by none, and no path walks it."""
    imported = small(tmp_path, "dismech")
    claim = only(imported, relation="treats")
    assert (claim.certainty, cited(imported, claim)) == ("contested", {("23", "disputes")})
    assert is_unsupported(claim)
    graph = kgraph.load(put(tmp_path, "out.ttl", contents_as_turtle(imported.contents)), bundled=False)
    assert not any(
        claim.id in step.claims for path in kgraph.find_paths(graph, "Aye", "cee").paths for step in path.steps
    )


@pytest.mark.parametrize("word", ["SUPPORT", "PARTIAL", "REFUTE", "NO_EVIDENCE", "WRONG_STATEMENT", "PERHAPS"])
def test_evidence_of_a_disorder_supports_only_where_it_says_so(tmp_path, word):
    """SUPPORT and PARTIAL support, REFUTE and WRONG_STATEMENT dispute, nothing else counts."""
    text = DISORDER.replace("supports: REFUTE", f"supports: {word}")
    imported = read([put(tmp_path, "Cee.yaml", text)])
    claim = only(imported, relation="treats")
    (line,) = [line for line in claim.evidence if line.reference]
    directions = {"SUPPORT": "supports", "PARTIAL": "supports", "REFUTE": "disputes", "WRONG_STATEMENT": "disputes"}
    assert line.direction == directions.get(word, "inconclusive")
    assert line.counts is (word in directions)
    assert claim.uncited is (word not in directions)


def test_other_shapes_of_a_disorder_cost_no_more_than_the_field(tmp_path):
    """A term as a plain text is a name, a frequency that is more than a word is lost, and two disorders may share a term."""
    text = DISORDER.replace("  downstream:\n", "  cell_types: [Neuron]\n  downstream:\n")
    text = text.replace("  frequency: EXCLUDED\n", "  frequency: {minimum: 1}\n")
    imported = read(
        [put(tmp_path, "Cee.yaml", text), put(tmp_path, "Dee.yaml", text.replace("name: Cee", "name: Dee"))]
    )
    assert imported.faults == ()
    assert ("Too much (Cee)", "associated_with", "?", "Neuron") in said(imported)
    assert imported.count("field 'frequency' of phenotypes") == 2
    (again,) = read([tmp_path / "Cee.yaml", put(tmp_path, "copy.yaml", text)]).faults
    assert again.line == 1


def test_a_treatment_is_not_what_its_term_is(tmp_path):
    """Every drug has the same term, so the term is a wider match and joins nothing."""
    entities = small(tmp_path, "dismech").contents.entities.values()
    (aye,) = [entity for entity in entities if entity.label == "Aye"]
    assert aye.mappings == (("broadMatch", "MAXO:0000058"),)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("- name: Shaking\n", "- title: Shaking\n"),
        ("  - target: Nowhere\n", "  - {}\n"),
        ("- {reference: PMID:23, supports: REFUTE}", "- PMID:23"),
        ("name: Cee\n", "nom: Cee\n"),
    ],
)
def test_a_broken_disorder_stays_out_whole(tmp_path, old, new):
    """Nothing of it is in the contents, and the fault has its line."""
    assert old in DISORDER
    imported = read([put(tmp_path, "Cee.yaml", DISORDER.replace(old, new, 1))], kind="dismech")
    assert [fault.line for fault in imported.faults] == [1 + DISORDER[: DISORDER.index(old)].count("\n")]
    assert not imported.contents.claims


@pytest.mark.parametrize("text", [GPML, GPML_2021])
def test_a_drawing_says_what_its_arrow_heads_say(tmp_path, text):
    """Both versions: anchors, groups, heads at either end, ends that are attached to nothing, literature of a line."""
    imported = read([put(tmp_path, "WP1.gpml", text)])
    assert imported.faults == ()
    assert said(imported) == {
        ("aye", "inhibits", "-", "bee"),
        ("dee", "activates", "+", "inhibition of bee by aye"),
        ("inhibition of bee by aye", "inhibits", "-", "bee"),
        ("complex of bee, dee", "associated_with", "?", "Cee"),
        ("bee", "part_of", "", "complex of bee, dee"),
        ("dee", "part_of", "", "complex of bee, dee"),
        ("Cee", "converts_to", "+", "aye"),
    }
    claims = imported.contents.claims
    (inhibited,) = [c for c in claims.values() if c.relation == "inhibits" and not c.implied]
    assert cited(imported, inhibited) == {("31", "supports")}
    assert imported.count("interactions") == 5
    assert imported.count("unsigned interactions, which have no arrow head") == 1
    assert imported.count("interactions with an end that is attached to nothing") == 1


def test_lines_that_hang_on_each_other_end(tmp_path):
    """Two interactions that are each attached to the middle of the other, and a group inside of itself."""
    text = GPML.replace(
        'GraphRef="a" /><Point X="1" Y="1" GraphRef="b"', 'GraphRef="a" /><Point X="1" Y="1" GraphRef="y"'
    )
    text = text.replace('ArrowHead="mim-stimulation" />', 'ArrowHead="mim-stimulation" /><Anchor GraphId="y" />')
    text = text.replace('GraphId="g" Style', 'GraphId="g" GroupRef="G" Style')
    assert read([put(tmp_path, "WP1.gpml", text)]).faults == ()


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ('ArrowHead="TBar"', 'ArrowHead="Hook"', 8),
        ('<Point X="0" Y="0" GraphRef="g" />', "", 14),
        ("GPML/2013a", "GPML/2010a", 1),
    ],
)
def test_a_broken_drawing_has_its_line(tmp_path, old, new, line):
    """A head that GPML does not have, a line with one end, another version."""
    assert old in GPML
    imported = read([put(tmp_path, "WP1.gpml", GPML.replace(old, new, 1))], kind="gpml")
    assert [fault.line for fault in imported.faults] == [line]
    assert not imported.contents.claims


@pytest.mark.parametrize("head", ["ReceptorRound", "LigandSquare", "Receptor"])
def test_heads_of_old_drawings_bind_without_a_sign(tmp_path, head):
    """Who binds is drawn, and not what comes of it."""
    old = 'ArrowHead="TBar"'
    imported = read([put(tmp_path, "WP1.gpml", GPML.replace(old, f'ArrowHead="{head}"', 1))], kind="gpml")
    assert imported.faults == ()
    assert ("aye", "associated_with", "?", "bee") in said(imported)
    assert imported.count("unsigned interactions, which have no arrow head") == 1


def test_comments_behind_lines_of_bel_are_no_part_of_them(tmp_path):
    """Neither behind a statement, with a quote that stays open, nor behind what is set; an arrow needs no blank."""
    lines = BEL.replace(' = "10090"\n', ' = "10090" //mice, not "men"\n').replace(
        "-| act(p(HGNC:BEE))\n", '-|act(p(HGNC:BEE)) # so it "seems\n'
    )
    assert lines.count("//") + lines.count("# so") == 4
    assert said(read([put(tmp_path, "small.bel", lines)])) == said(small(tmp_path, "bel"))


@pytest.mark.parametrize(
    ("defined", "fits"),
    [
        ('LIST {"BEE", "DEE"}', True),
        ('LIST {"BEE"}', False),
        (r'PATTERN "^[A-Z]{3}\b"', True),
        (r'PATTERN "\d+"', False),
        ('PATTERN "(A+)+$"', True),
    ],
)
def test_names_of_bel_are_those_that_the_script_defines(tmp_path, defined, fits):
    """A list and a pattern are looked at; a pattern that could be tried for ever is not, and that is said."""
    old = 'HGNC AS URL "https://example.org/hgnc.belns"'
    imported = read([put(tmp_path, "small.bel", BEL.replace(old, f"HGNC AS {defined}"))])
    assert (imported.faults == ()) is fits
    assert all("is no value of the namespace 'HGNC'" in fault.reason for fault in imported.faults)
    assert bool(imported.count("patterns that are too long to try; what they describe is not checked")) == (
        "(A+)+" in defined
    )


def test_statements_of_bel_keep_their_direction(tmp_path):
    """An activity is inhibited, no change has the sign 0, a breakdown is a process, what is nested acts on a statement."""
    imported = small(tmp_path, "bel")
    assert said(imported) == {
        ("aye", "inhibits", "-", "BEE"),
        ("aye", "no_effect", "0", "DEE"),
        ("BEE, pmod(Ph)", "increases", "+", "degradation of DEE"),
        ("aye", "increases", "+", "decrease of DEE by BEE"),
        ("decrease of DEE by BEE", "decreases", "-", "DEE"),
    }
    species = {c.species for c in imported.contents.claims.values() if c.relation in ("inhibits", "no_effect")}
    assert species == {("NCBITaxon:10090",)}
    assert only(imported, relation="increases", subject=only(imported, sign="0").subject).species == ()
    assert {pmid for c in imported.contents.claims.values() for pmid, _ in cited(imported, c)} == {"41"}


def test_a_name_of_bel_is_no_identifier(tmp_path):
    """HGNC:BEE is a symbol, so the entity has a name of its own and no match."""
    for entity in small(tmp_path, "bel").contents.entities.values():
        assert entity.id.startswith(("entity:bel-", "NCBITaxon:"))
        assert not entity.mappings


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("p(HGNC:BEE) -> p(NOWHERE:DEE)", "'NOWHERE' is not defined"),
        ("p(HGNC:BEE) likes p(HGNC:DEE)", "'likes' is no relation"),
        ('p("BEE") -> p(HGNC:DEE)', "has no namespace"),
        ("p(HGNC:BEE) ->", "ends too early"),
        ("tloc(p(HGNC:BEE)) -> p(HGNC:DEE)", "from where and to where"),
        ("SET Mood = bright", "'Mood' is not defined"),
        ('SET Citation = {"PubMed", "A journal", "forty"}', "no PubMed identifier"),
        ("p(" * 40, "deep"),
    ],
)
def test_a_broken_line_of_bel_is_a_fault_with_its_line(tmp_path, line, words):
    """The other lines are read, and nothing is written by the command, for there is a fault."""
    imported = read([put(tmp_path, "small.bel", f"{BEL}{line}\n")])
    (fault,) = imported.faults
    assert words in fault.reason
    assert fault.line == BEL.count("\n") + 1
    assert imported.count("statements") == 4


def test_an_edge_of_pybel_says_what_its_line_of_bel_says(tmp_path):
    """The terms have the same names and the claim the same relation, in a document, as lines, and alone."""
    edge = {
        "source": {"function": "Abundance", "concept": {"namespace": "CHEBI", "name": "aye"}},
        "relation": "decreases",
        "target": {"function": "Protein", "concept": {"namespace": "HGNC", "name": "BEE"}, "modifier": "Activity"},
        "citation": {"namespace": "pubmed", "identifier": "41"},
        "annotations": {"Species": ["10090"]},
    }
    linked = {
        "directed": True,
        "nodes": [edge["source"], {key: edge["target"][key] for key in ("function", "concept")}],
        "links": [{**edge, "source": 0, "target": 1, "target_modifier": {"modifier": "Activity"}}],
    }
    wanted = only(small(tmp_path, "bel"), relation="inhibits")
    for name, text in (
        ("edge.json", json.dumps(edge)),
        ("edges.jsonl", json.dumps(edge) + "\n"),
        ("graph.json", json.dumps(linked)),
    ):
        imported = read([put(tmp_path, name, text)])
        (claim,) = imported.contents.claims.values()
        assert (claim.id, claim.subject, claim.object) == (wanted.id, wanted.subject, wanted.object)
        assert cited(imported, claim) == {("41", "supports")}


@pytest.mark.parametrize("kind", sorted(SMALL.keys() - {"sssom"}))
def test_a_table_of_what_was_imported_is_read_where_nothing_of_it_is_known(graph, tmp_path, kind):
    """Every claim comes back with its sign, its evidence for and against, and what that cites."""
    text = contents_as_turtle(small(tmp_path, kind).contents)
    there = load(put(tmp_path, "there.ttl", text), bundled=False)
    imported = read([put(tmp_path, "table.tsv", write(GraphDocument(there), "claims-tsv"))], known=graph)
    assert imported.faults == ()
    back = imported.contents
    assert dict(back.claims) == dict(there.claims)
    for claim in back.claims.values():
        for line in claim.evidence:
            if line.reference:
                mine, theirs = back.references[line.reference], there.references[line.reference]
                assert (mine.pmid, mine.doi, mine.pmcid, mine.code) == (
                    theirs.pmid,
                    theirs.doi,
                    theirs.pmcid,
                    theirs.code,
                )


def test_the_long_numbers_of_statements_are_read(tmp_path):
    """INDRA numbers statements and evidence with integers that not every program reads alike."""
    numbered = json.loads(json.dumps(INDRA))
    for number, one in enumerate(numbered, 2**62):
        one["matches_hash"] = -number
        one["evidence"] = [{**evidence, "source_hash": number} for evidence in one.get("evidence", [])]
    imported = read([put(tmp_path, "small.json", json.dumps(numbered))])
    assert imported.faults == ()
    assert said(imported) == said(small(tmp_path, "indra"))


def test_the_kind_of_a_graph_is_told_where_its_nodes_come_late(tmp_path):
    """Edges before nodes in PyBEL JSON, and an edge of KGX that has a relation beside its predicate."""
    document = {"directed": True, "graph": {"namespace_url": {"A": "https://example.org/a"}}, "links": [{}]}
    assert guess(put(tmp_path, "long.json", json.dumps(document))).name == "bel"
    edge = {"subject": "HGNC:1", "predicate": "biolink:affects", "object": "HGNC:2", "relation": "RO:0002434"}
    assert guess(put(tmp_path, "edges.jsonl", json.dumps(edge) + "\n")).name == "kgx"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("complex(p(HGNC:BEE), p(HGNC:DEE))", "complex(p(HGNC:DEE), p(HGNC:BEE))"),
        ("p(HGNC:BEE, pmod(P, S, 9), var(x))", 'p(HGNC:BEE, var(x), pmod(GO:"protein phosphorylation", Ser, 9))'),
        ("p(HGNC:BEE, sub(G, 12, V))", "p(HGNC:BEE, var(p.Gly12Val))"),
        ("tloc(p(HGNC:BEE), GO:cytosol, GO:nucleus)", "tloc(p(HGNC:BEE), fromLoc(GO:cytosol), toLoc(GO:nucleus))"),
        ("sec(p(HGNC:BEE))", 'tloc(p(HGNC:BEE), fromLoc(GO:intracellular), toLoc(GO:"extracellular space"))'),
    ],
)
def test_a_thing_of_bel_has_one_name_however_it_is_written(tmp_path, one, other):
    """In another order, with the names of BEL 1, or at greater length; one claim cites both."""
    script = (
        f'{BEL}DEFINE NAMESPACE GO AS URL "https://example.org/go"\n{one} -> a(CHEBI:zee)\n{other} -> a(CHEBI:zee)\n'
    )
    imported = read([put(tmp_path, "small.bel", script)])
    assert imported.faults == ()
    (claim,) = [c for c in imported.contents.claims.values() if imported.contents.label(c.object) == "zee"]
    assert len(claim.evidence) == 2


def test_what_goes_both_ways_is_said_once(tmp_path):
    """PyBEL writes an edge for either way; what another paper says is a line of its own."""
    pair = "p(HGNC:BEE) -- p(HGNC:DEE)\np(HGNC:DEE) -- p(HGNC:BEE)\n"
    imported = read([put(tmp_path, "small.bel", BEL + pair + 'SET Citation = {"PubMed", "42"}\n' + pair)])
    (claim,) = [c for c in imported.contents.claims.values() if c.relation == "associated_with"]
    assert len(claim.evidence) == imported.count("statements that say from the other end what another one says") == 2


def test_evidence_that_is_negated_speaks_against_a_statement(tmp_path):
    """Beside evidence for it the claim stands and is disputed; alone it leaves nothing that is asserted."""
    imported = small(tmp_path, "indra")
    inhibition = only(imported, relation="inhibits", object="HGNC:2", subject="CHEBI:1")
    assert cited(imported, inhibition) == {("51", "supports"), ("52", "disputes")}
    assert inhibition.certainty == "asserted"
    activation = only(imported, relation="activates")
    assert cited(imported, activation) == {("54", "disputes")}
    assert activation.certainty == "unknown"


def test_statements_of_indra_have_the_sign_that_they_say(tmp_path):
    """To phosphorylate has none; a hypothesis is a suggestion; a state that is inactive inhibits what it is a state of."""
    imported = small(tmp_path, "indra")
    assert ("BEE", "affects", "?", "DEE") in said(imported)
    assert only(imported, relation="affects").certainty == "suggested"
    assert ("BEE (phosphorylation)", "inhibits", "-", "BEE") in said(imported)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"type": "Entanglement"}, "no type of statement"),
        ({"subj": "aye"}, "an agent has a name"),
        ({"evidence": [{"epistemics": {"negated": "perhaps"}}]}, "'negated' is true or false"),
    ],
)
def test_a_broken_statement_of_indra_has_its_line(tmp_path, change, words):
    """What cannot be read is not guessed."""
    broken = json.dumps([INDRA[1], {**INDRA[0], **change}], indent=1)
    (fault,) = read([put(tmp_path, "small.json", broken)]).faults
    assert words in fault.reason
    assert fault.line == broken[: broken.index('"s1"')].count("\n")


def test_an_assertion_is_cited_as_its_provenance_says(tmp_path):
    """What is lowered is negative, and the paper of the provenance supports it."""
    imported = small(tmp_path, "nanopub")
    claim = only(imported, relation="decreases")
    assert (claim.subject, claim.object, claim.sign) == ("CHEBI:1", "GO:6", "-")
    assert cited(imported, claim) == {("61", "supports")}
    against = NANOPUB.replace("prov:hadPrimarySource", "<http://purl.org/spar/cito/disputes>")
    imported = read([put(tmp_path, "np.trig", against)])
    assert cited(imported, only(imported, relation="decreases")) == {("61", "disputes")}


def test_an_assertion_that_says_more_than_is_known_is_lost_not_guessed(tmp_path):
    """A level beside the statement may be none, so the statement is not read as if it were not there."""
    level = NANOPUB.replace("obo:GO_6 .", 'obo:GO_6 ; <http://example.org/level> "not detected" .')
    imported = read([put(tmp_path, "np.trig", level)])
    assert not imported.contents.claims
    assert imported.count("assertions that say more of their statement than is known here") == 1


def test_a_trusty_name_fits_its_content_or_is_a_fault(tmp_path):
    """Named by its own digest it imports; with another paper under the same name it does not."""
    name = "http://example.org/np1#"
    blank = NANOPUB.replace(f"<{name}>", f"<{name}RA{'x' * 43}>").replace("{ : ", "{ np1:RACODE ")
    blank = f"@prefix np1: <{name}> .\n{blank}".replace("np1:RACODE", f"<{name}RA{'x' * 43}>")
    code = artifact_code(parse(blank.encode(), format=RdfFormat.TRIG), f"RA{'x' * 43}")
    named = blank.replace(f"RA{'x' * 43}", code)
    assert read([put(tmp_path, "np.trig", named)]).faults == ()
    (fault,) = read([put(tmp_path, "np.trig", named.replace("pubmed/61", "pubmed/62"))]).faults
    assert "trusty name" in fault.reason


def test_odd_names_of_edges_and_translocations_without_ends_are_read(tmp_path):
    """An edge of a map needs no name that is a text; a graph of PyBEL has translocations that say no ends."""
    odd = {**MAP, "causal_edges": [*MAP["causal_edges"], {"id": [], "source": "bee", "target": "aye", "sign": "+"}]}
    assert read([put(tmp_path, "map.json", json.dumps(odd))]).faults == ()
    protein = {"function": "Protein", "concept": {"namespace": "HGNC", "name": "BEE"}}
    edge = {"source": protein, "relation": "increases", "target": {**protein, "modifier": "Translocation"}}
    assert said(read([put(tmp_path, "edge.json", json.dumps(edge))])) == {
        ("BEE", "increases", "+", "translocation of BEE")
    }


def test_signatures_are_counted_as_unchecked_and_licences_are_kept(tmp_path):
    """Whoever imports a signed nanopublication is told that nobody looked at the signature, and under which licence it is."""
    licence = "https://creativecommons.org/licenses/by/4.0/"
    more = f":s <http://purl.org/nanopub/x/hasSignature> 'MII' . : dct:license <{licence}> . }}\n"
    text = NANOPUB.removesuffix("}\n") + more
    imported = read([put(tmp_path, "np.trig", text)])
    assert imported.faults == ()
    assert imported.count("signatures of nanopublications, which are not checked") == 1
    assert imported.licences == (licence,)


def test_a_nanopublication_that_another_retracts_is_lost(tmp_path):
    """The retracted one gives no claim, and that is said."""
    other = NANOPUB.replace("np1#", "np2#").replace(
        "obo:CHEBI_1 obo:RO_0002212 obo:GO_6", ": <http://purl.org/nanopub/x/retracts> <http://example.org/np1#>"
    )
    imported = read([put(tmp_path, "np.trig", NANOPUB), put(tmp_path, "other.trig", other)])
    assert not imported.contents.claims
    assert imported.count("nanopublications that another one retracts") == 1


def test_a_null_is_no_sign_and_another_word_is_a_fault(tmp_path):
    """However a null is written the edge comes in unsigned; what is neither sign nor null is refused with its line."""
    imported = small(tmp_path, "physiomap")
    assert Counter(c.sign for c in imported.contents.claims.values() if not c.implied) == {"-": 1, "?": 2, "+": 2}
    assert ("dee", "increases", "+", "influence of plasma aye on bee") in said(imported)
    broken = json.dumps(MAP, indent=1).replace('"sign": "-"', '"sign": "sideways"')
    (fault,) = read([put(tmp_path, "map.json", broken)]).faults
    assert fault.line == broken[: broken.index('"i1"')].count("\n")


def test_a_line_of_a_network_says_one_thing_of_each_target(tmp_path):
    """Known types have their sign, others claim no effect; a line of two names is a fault."""
    imported = small(tmp_path, "sif")
    assert said(imported) == {
        ("aye", "inhibits", "-", "bee"),
        ("aye", "inhibits", "-", "dee"),
        ("bee", "increases", "+", "dee"),
        ("dee", "associated_with", "?", "aye"),
    }
    (fault,) = read([put(tmp_path, "small.sif", f"{SIF}aye inhibits\n")]).faults
    assert fault.line == 5


def test_a_cell_of_mappings_in_quotes_is_what_stands_in_them(tmp_path):
    """With a tab and an end of a line in it; empty cells behind the last column are nothing."""
    text = SSSOM.replace("HGNC:2\tbee\t", 'HGNC:2\t"bee\tor ""b""\n"\t').replace("Curation\n", "Curation\t\n")
    imported = read([put(tmp_path, "small.tsv", text)])
    assert imported.faults == ()
    assert imported.contents.entities["HGNC:2"].label == 'bee or "b"'


def test_a_mapping_that_says_not_never_becomes_a_match(tmp_path):
    """What is the same is exact, what is wider is broad, what is a kind of another is a claim, and not is lost."""
    imported = small(tmp_path, "sssom")
    entities = imported.contents.entities
    assert entities["HGNC:2"].mappings == (("exactMatch", "NCBIGene:7"),)
    assert entities["HP:4"].mappings == (("broadMatch", "HP:9"),)
    assert "HGNC:5" not in entities
    assert imported.count("mappings that say that two are not the same") == 1
    assert said(imported) == {("http://example.org/x/2", "has_subtype", "", "one")}


@pytest.mark.parametrize(
    ("form", "name"),
    [
        (RdfFormat.TURTLE, "own.ttl"),
        (RdfFormat.TRIG, "own.trig"),
        (RdfFormat.N_QUADS, "own.nq"),
        (RdfFormat.RDF_XML, "own.rdf"),
        (RdfFormat.JSON_LD, "own.jsonld"),
    ],
)
def test_our_own_model_comes_back_from_every_syntax(tmp_path, form, name):
    """The same values, nothing lost but the name of the graph where there is one."""
    contents = small(tmp_path, "dismech").contents
    quads = [
        Quad(*quad.triple) for quad in parse("".join(contents_as_turtle(contents)).encode(), format=RdfFormat.TURTLE)
    ]
    file = tmp_path / name
    file.write_bytes(serialize(quads, format=form))
    imported = read([file])
    assert (imported.kind, imported.faults, imported.losses) == ("rdf", (), ())
    assert imported.contents.claims == contents.claims
    assert imported.contents.entities == contents.entities


def test_what_our_model_does_not_hold_is_lost_and_said(tmp_path):
    """Properties of others, things of others, and the names of graphs."""
    contents = small(tmp_path, "dismech").contents
    more = (
        "<https://w3id.org/kgraph/claim/x> <http://a.example/mood> 1 .\n<http://a.example/s> <http://a.example/p> 2 .\n"
    )
    file = put(tmp_path, "own.ttl", f"{''.join(contents_as_turtle(contents))}\n{more}")
    assert sum(tally.count for tally in read([file]).losses) == 2
    (fault,) = read([put(tmp_path, "other.ttl", "<http://a.example/s> <http://a.example/p> 2 .\n")], kind="rdf").faults
    assert "nothing in the terms of kgraph" in fault.reason


@pytest.mark.parametrize("kind", [*SMALL, "rdf", "drugmechdb"])
def test_a_file_of_no_kind_is_a_fault_or_refused_with_its_place(tmp_path, kind):
    """Whatever the kind is said to be, what is not of it never comes in as nothing at all."""
    name = SMALL[kind][0] if kind in SMALL else {"rdf": "a.ttl", "drugmechdb": "a.yaml"}[kind]
    file = put(tmp_path, name, "so this\tis\n" if kind != "sif" else "so this\n")
    try:
        imported = read([file], kind=kind)
    except DataError as error:
        assert error.file == str(file)
    else:
        assert imported.faults
        assert all(fault.file == str(file) for fault in imported.faults)


def test_progress_is_told_once_for_each_file(tmp_path):
    """The numbers of files that are done grow by one up to all of them."""
    files = [put(tmp_path, f"{number}.sif", SIF) for number in range(3)]
    done = []
    read(files, progress=done.append)
    assert done == [1, 2, 3]
