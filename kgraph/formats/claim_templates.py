"""Templates for claims of one's own: a table, or Turtle.  Lines that begin with ``#|`` are an example to uncomment."""

from __future__ import annotations

from collections.abc import Mapping

from kgraph.errors import DataError
from kgraph.formats.documents import TemplateDocument
from kgraph.formats.escape import for_tsv
from kgraph.reading.contents import ENTITY_KINDS
from kgraph.vocabulary import CERTAINTIES, DIRECTNESS, PREFIXES, STUDY_KINDS

# The columns of a template, with what belongs into each; an empty text says it in the words of the others.
_COLUMNS = {
    "subject": "what acts: any name of it that is known here",
    "subject_kind": f"only where the subject is new: {', '.join(ENTITY_KINDS.values())}",
    "relation": "decreases, increases, inhibits, activates, treats, affects and others: docs/your-own-data.md",
    "sign": "+ raises, - lowers, 0 leaves unchanged, ? where the source gives no direction",
    "object": "what is acted on",
    "object_kind": "only where the object is new",
    "certainty": f"as the source words it: {', '.join(CERTAINTIES)}",
    "study_kind": ", ".join(STUDY_KINDS),
    "directness": f"{', '.join(DIRECTNESS)}: primary where you read the cited paper, relayed where another tells it",
    "references": "pmid:…, doi:…, an address, or a name here; | between several; empty where nothing is cited",
    "disputing": "references that speak against it",
    "disease": "the disease in which it was seen",
    "species": "rat, mouse, human …",
    "note": "a remark in words of your own",
}
_EXAMPLE = (
    {
        "subject": "KDT", "relation": "decreases", "sign": "-", "object": "cerebral glucose energy deficit",
        "object_kind": "phenotype", "certainty": "asserted", "study_kind": "clinical-observation",
        "directness": "relayed", "references": "pmid:20301603",
    },
)  # fmt: skip
_TABLE = """\
# Claims of your own, one row a claim. Lines that begin with # are comments; take them out or leave them.
#
{columns}
#
# Other columns, all of them optional: compartment, population, condition, dose, regimen, timing, age, value (as it is
# printed), measure, n, events, timepoint, outcome, mechanism, implied, relations (supersedes claim:…, disputes claim:…,
# retracts claim:…); and of a source of your own: source (a short name), source_title, source_link, source_file with
# quote (a few words of that text, from which the place is found), or row.
#
# An example; take "#|" away to use it:
{example}
#
{header}
"""
_TURTLE = """\
# Claims of your own. Lines that begin with # are comments; take "#|" away to use the example.
# A table asks for less.
{prefixes}

# The source that makes the claims: yourself, a paper, a notebook. It is called by its short name everywhere.
#|source:mine a kg:Source ; kg:shortName "mine" ; dct:title "My notes"@en .

# What is not known here yet; names are found by searching. Kinds: {kinds}.
#|entity:cerebral-glucose-energy-deficit a kg:Phenotype ;
#|    skos:prefLabel "cerebral glucose energy deficit"@en ;
#|    skos:definition "Too little energy from glucose in the brain."@en .

# What is cited: a DOI (kg:doi), a PubMed number (kg:pmid), a page (kg:link). Write none from memory.
#|reference:own-pmid-20301603 a kg:Reference ; kg:shortName "pmid:20301603" ; kg:pmid "20301603" .

# A claim: certainty is one of {certainties};
# a kind of study one of {studies}.
#|claim:mine-1 a kg:Claim ;
#|    rdf:subject entity:ketogenic-diet-therapy ;
#|    rdf:predicate kg:decreases ;
#|    rdf:object entity:cerebral-glucose-energy-deficit ;
#|    kg:sign "-" ;
#|    kg:certainty certainty:asserted ;
#|    kg:studyKind study:clinical-observation ;
#|    kg:origin source:mine ;
#|    kg:evidence evidence:mine-1 .

# An evidence line for each reference. Its place is a kg:locator in a text, or a row: a record, a slash and a number.
# directness:primary is for what you read in the paper itself; direction:disputes for what speaks against the claim.
#|evidence:mine-1 a kg:EvidenceLine ;
#|    kg:reference reference:own-pmid-20301603 ;
#|    kg:direction direction:supports ;
#|    kg:directness directness:relayed ;
#|    kg:studyKind study:clinical-observation ;
#|    kg:row "notes/1" .

# What you think is wrong here may be taken out of every path, in your copy:
# source:mine kg:retracts claim:NAME .
# claim:mine-1 kg:supersedes claim:NAME .
# claim:mine-1 kg:disputes claim:NAME .
"""
_PREFIXES = (
    "kg", "entity", "claim", "evidence", "reference", "source", "certainty", "study", "direction", "directness",
    "rdf", "skos", "dct",
)  # fmt: skip


def write_template(document: TemplateDocument, form: str) -> str:
    """The template for claims as a table (``tsv``) or as Turtle (``ttl``)."""
    if form == "ttl":
        return _TURTLE.format(
            prefixes="\n".join(f"@prefix {name}: <{PREFIXES[name]}> ." for name in _PREFIXES),
            kinds=", ".join(ENTITY_KINDS),
            certainties=", ".join(CERTAINTIES),
            studies=", ".join(STUDY_KINDS),
        )
    return _TABLE.format(
        columns="\n".join(f"# {name}: {what}" for name, what in _COLUMNS.items()),
        example="\n".join("#|" + "\t".join(row.get(name, "") for name in _COLUMNS) for row in _EXAMPLE),
        header="\t".join(_COLUMNS),
    )


def with_row(table: str, cells: Mapping[str, str], file: str) -> str:
    """A table of claims with one row more; the empty text becomes the template with that row.

    Raises DataError for a table whose header lacks a column that the row needs, or that has no header.
    """
    text = table or write_template(TemplateDocument(), "tsv")
    lines = text.split("\n")
    number, header = next(
        ((number, line) for number, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")), (1, "")
    )
    columns = [column.strip() for column in header.rstrip("\r").split("\t")]
    missing = [column for column in cells if column not in columns]
    if missing:
        reason = f"the header has no column {missing[0]!r}, which the row needs; add it"
        raise DataError(reason, file=file, line=number, column=1)
    row = "\t".join(for_tsv(cells.get(column, "")) for column in columns)
    return f"{text.removesuffix(chr(10))}\n{row}\n"
