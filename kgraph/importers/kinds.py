"""The kinds of files that are imported, a row each, and how the files of each look."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import cast

from kgraph.frozen import frozen
from kgraph.importers.imported import Imported
from kgraph.model import Contents

Reader = Callable[..., Imported]


@frozen
class Look:
    """How files of a kind look: the endings of their names, and expressions that are all found near their start.

    None of the expressions in `without` is found there.
    """

    endings: tuple[str, ...]
    signs: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    def fits(self, suffix: str, head: str) -> bool:
        """Whether a file with this ending and this start looks so."""
        return (
            suffix in self.endings
            and all(re.search(sign, head) for sign in self.signs)
            and not any(re.search(sign, head) for sign in self.without)
        )


@frozen
class Importer:
    """A kind of file that can be imported, and the looks by which its files are known.

    `reader` is ``module:function``, imported when it is needed.  One that `looks_up` names takes the contents in which
    it finds them.
    """

    name: str
    reads: str
    looks: tuple[Look, ...]
    reader: str
    looks_up: bool = False

    def read(self, files: Sequence[Path], known: Contents | None = None) -> Imported:
        """What the files say.  Raises DataError for a file that is not of this kind at all."""
        from importlib import import_module

        module, _, function = self.reader.partition(":")
        reader = cast("Reader", getattr(import_module(module), function))
        return reader(files, known) if self.looks_up else reader(files)


_OURS = r"w3id\.org/kgraph/"
_TABLES, _YAML = (".tsv", ".csv"), (".yaml", ".yml")
# The header of a table, after the lines of a comment.
_HEADER = r"\A(?:#.*\n)*"

_LINES = (".jsonl", ".ndjson")
_RDF = (".ttl", ".trig", ".nt", ".nq", ".n3", ".rdf", ".owl", ".xml", ".jsonld", ".json")
_NANOPUB = r"nanopub\.org/nschema#"

IMPORTERS = (
    Importer(
        name="tsv",
        reads="tables of claims, one row a claim (TSV): the flat table, or a template that was filled in",
        looks=(Look(endings=(".tsv",), signs=(rf"{_HEADER}(?=.*\brelation\b).*\bstudy_kind\b",)),),
        reader="kgraph.importers.claims_tsv:read_claims_tsv",
        looks_up=True,
    ),
    Importer(
        name="rdf",
        reads="claims in the terms of kgraph (Turtle, TriG, N-Triples, N-Quads, JSON-LD, RDF/XML)",
        looks=(Look(endings=_RDF, signs=(_OURS,), without=(_NANOPUB,)),),
        reader="kgraph.importers.own_rdf:read_own_rdf",
    ),
    Importer(
        name="kgx",
        reads="KGX nodes and edges with Biolink predicates (TSV, CSV, JSON, JSON lines, RDF)",
        looks=(
            Look(
                endings=_TABLES,
                signs=(rf"{_HEADER}(?=.*\bsubject\b)(?=.*\b(?:predicate|edge_label)\b).*\bobject\b",),
                without=(rf"{_HEADER}.*\b(?:subject_id|study_kind)\b",),
            ),
            Look(
                endings=_TABLES,
                signs=(rf"{_HEADER}(?=.*\bid\b).*\bcategory\b",),
                without=(rf"{_HEADER}.*\b(?:subject|subject_id)\b",),
            ),
            Look(
                endings=(".json",),
                signs=(r'"(?:nodes|edges)"\s*:\s*\[', r'"(?:subject|predicate|edge_label|category)"\s*:'),
                without=(r'"links"\s*:\s*\[', r'"causal_edges"\s*:', _OURS),
            ),
            Look(
                endings=_LINES,
                signs=(r'"(?:subject|category)"\s*:',),
                without=(r'"(?:subj|source)"\s*:\s*\{', r'"db_refs"\s*:'),
            ),
            Look(
                endings=(".nt", ".ttl"),
                signs=(r"purl\.org/oban/|w3id\.org/biolink/vocab/",),
                without=(_OURS, _NANOPUB),
            ),
        ),
        reader="kgraph.importers.kgx:read_kgx",
    ),
    Importer(
        name="dismech",
        reads="DisMech disorders (YAML), a disorder a file",
        looks=(
            Look(
                endings=_YAML,
                signs=(r"(?m)^name:", r"(?m)^(?:disease_term|pathophysiology|phenotypes):"),
                without=(r"(?m)^[ -]*(?:disease_mesh|drug_mesh):",),
            ),
        ),
        reader="kgraph.importers.dismech:read_dismech",
    ),
    Importer(
        name="drugmechdb",
        reads="DrugMechDB paths from drugs to diseases (YAML), a record a file or a list of records",
        looks=(
            Look(
                endings=_YAML,
                # The index of the records is recognised too, so that its reader can say why it is none of them.
                signs=(r"(?m)^[ -]*(?:disease_mesh|drug_mesh|drugbank):", r"(?m)^[ -]*(?:_?id|links|nodes):"),
            ),
        ),
        reader="kgraph.importers.drugmechdb:read_drugmechdb",
    ),
    Importer(
        name="gpml",
        reads="WikiPathways drawings (GPML 2013a and 2021)",
        looks=(Look(endings=(".gpml", ".xml"), signs=(r"pathvisio\.org/GPML/|genmapp\.org/GPML/",)),),
        reader="kgraph.importers.gpml:read_gpml",
    ),
    Importer(
        name="bel",
        reads="BEL scripts and PyBEL JSON",
        looks=(
            Look(endings=(".bel", ".txt"), signs=(r"(?mi)^\s*(?:SET\s+(?:DOCUMENT|Citation)|DEFINE\s+NAMESPACE)\b",)),
            Look(endings=(".json",), signs=(r'"relation"\s*:', r'"function"\s*:'), without=(r'"causal_edges"\s*:',)),
            Look(endings=(".json",), signs=(r'"links"\s*:\s*\[|"directed"\s*:', r'"function"\s*:\s*"[A-Z]')),
            # The nodes of a long document come after its edges.
            Look(
                endings=(".json",),
                signs=(
                    r'"(?:annotation|namespace)_(?:list|pattern|url)"\s*:',
                    r'"(?:graph|links|nodes)"\s*:\s*[\[{]',
                    r'"directed"\s*:|"links"\s*:\s*\[',
                ),
                without=(r'"function"\s*:',),
            ),
            Look(endings=_LINES, signs=(r'"relation"\s*:', r'"function"\s*:')),
        ),
        reader="kgraph.importers.bel:read_bel",
    ),
    Importer(
        name="indra",
        reads="INDRA statements (JSON, JSON lines)",
        looks=(
            Look(
                endings=(".json", *_LINES),
                signs=(
                    r'"type"\s*:\s*"[A-Z]',
                    r'"(?:subj|obj|enz|sub|members|agent|gef|gap|obj_from)"\s*:',
                    r'"db_refs"\s*:',
                ),
            ),
        ),
        reader="kgraph.importers.indra:read_indra",
    ),
    Importer(
        name="nanopub",
        reads="nanopublications (TriG, N-Quads)",
        looks=(Look(endings=(".trig", ".nq", ".jsonld"), signs=(_NANOPUB,)),),
        reader="kgraph.importers.nanopub:read_nanopub",
    ),
    Importer(
        name="physiomap",
        reads="PhysioMap (the map as JSON, or its edges as a table)",
        looks=(
            Look(endings=(".json",), signs=(r'"(?:causal_edges|production_edges)"\s*:\s*\[',)),
            Look(
                endings=_TABLES,
                signs=(rf"{_HEADER}(?=.*\bsubject\b)(?=.*\bobject\b).*\bsign\b",),
                without=(rf"{_HEADER}.*\b(?:predicate|certainty|study_kind|subject_id)\b",),
            ),
        ),
        reader="kgraph.importers.physiomap:read_physiomap",
    ),
    Importer(
        name="sif",
        reads="networks in the simple interaction format (SIF)",
        looks=(Look(endings=(".sif",)),),
        reader="kgraph.importers.sif:read_sif",
    ),
    Importer(
        name="sssom",
        reads="SSSOM mappings (TSV, CSV)",
        looks=(
            Look(
                endings=_TABLES,
                signs=(
                    rf"{_HEADER}(?=.*\b(?:subject_id|subject_label)\b)(?=.*\bpredicate_id\b).*\bobject_(?:id|label)\b",
                ),
            ),
        ),
        reader="kgraph.importers.sssom:read_sssom",
    ),
)
