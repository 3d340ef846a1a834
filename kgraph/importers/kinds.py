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

IMPORTERS = (
    Importer(
        name="tsv",
        reads="tables of claims, one row a claim (TSV): the flat table, or a template that was filled in",
        looks=(Look(endings=(".tsv",), signs=(rf"{_HEADER}(?=.*\brelation\b).*\bstudy_kind\b",)),),
        reader="kgraph.importers.claims_tsv:read_claims_tsv",
        looks_up=True,
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
                without=(r'"links"\s*:\s*\[', r'"causal_edges"\s*:'),
            ),
            Look(
                endings=(".jsonl", ".ndjson"),
                signs=(r'"(?:subject|category)"\s*:',),
                without=(r'"(?:subj|obj|source|relation)"\s*:\s*\{',),
            ),
            Look(endings=(".nt", ".ttl"), signs=(r"purl\.org/oban/|w3id\.org/biolink/vocab/",), without=(_OURS,)),
        ),
        reader="kgraph.importers.kgx:read_kgx",
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
)
