"""From what other projects write as an identifier to a CURIE of kgraph, or to a name of its own where none fits.

Nothing is looked up and nothing is guessed: a prefix is known under the spellings below, and what has no namespace here
gets a name that no other identifier shares.
"""

from __future__ import annotations

import re
from types import MappingProxyType

from kgraph.importers.citations import distinct_slug
from kgraph.model import Curie
from kgraph.vocabulary import PREFIXES, shorten

# Namespaces of things; the others name what the project itself describes, or terms of the web.
_OF_THINGS = (
    "entity", "MONDO", "HP", "CHEBI", "GO", "UBERON", "CL", "NCBITaxon", "MAXO", "DOID", "OMIT", "NCIT", "HGNC", "MESH",
    "UniProt", "epio", "wikipathways", "PR", "InterPro", "Pfam", "REACT", "DRUGBANK", "KEGG", "NCBIGene", "ENSEMBL",
    "OMIM", "EFO", "FYPO", "MP", "SO", "PATO", "orphanet", "UMLS", "PUBCHEM.COMPOUND", "CHEMBL.COMPOUND", "HMDB",
    "RXNORM", "MGI", "RGD", "PomBase", "ZFIN", "FlyBase", "WormBase", "WIKIDATA", "ECO", "RO", "BFO",
)  # fmt: skip
# Other spellings, in lower case.
_ALIASES = MappingProxyType(
    {name.lower(): name for name in _OF_THINGS}
    | {
        "taxonomy": "NCBITaxon", "taxon": "NCBITaxon", "tax": "NCBITaxon", "reactome": "REACT", "uniprotkb": "UniProt",
        "up": "UniProt", "db": "DRUGBANK", "egid": "NCBIGene", "entrez": "NCBIGene", "entrez gene": "NCBIGene",
        "ncbi gene": "NCBIGene", "mesh": "MESH", "mim": "OMIM", "pubchem": "PUBCHEM.COMPOUND",
        "pubchem-compound": "PUBCHEM.COMPOUND", "pubchem compound": "PUBCHEM.COMPOUND", "cid": "PUBCHEM.COMPOUND",
        "chembl": "CHEMBL.COMPOUND", "chembl compound": "CHEMBL.COMPOUND", "hgnc accession number": "HGNC",
        "uniprot-trembl": "UniProt", "uniprot/trembl": "UniProt", "kegg compound": "KEGG", "kegg.compound": "KEGG",
        "orpha": "orphanet", "orphanet.ordo": "orphanet", "fb": "FlyBase", "wb": "WormBase", "ip": "InterPro",
        "pf": "Pfam", "snomedct": "", "drugbank": "DRUGBANK",
    }
)  # fmt: skip
_LOCAL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_.-]*[A-Za-z0-9])?")
_WEB = re.compile(r"https?://")


def known_curie(identifier: str) -> Curie:
    """An identifier in the prefixes of kgraph; empty for one that has no namespace here.

    >>> from kgraph.importers.known_curies import known_curie
    >>> known_curie("reactome:R-HSA-556833"), known_curie("CHEBI:CHEBI:17234"), known_curie("TIGR:TIGR00001")
    ('REACT:R-HSA-556833', 'CHEBI:17234', '')
    >>> known_curie("http://purl.obolibrary.org/obo/HP_0001250")
    'HP:0001250'
    """
    identifier = identifier.strip()
    if _WEB.match(identifier):
        prefix, _, local = shorten(identifier).partition(":")
        return f"{prefix}:{local}" if prefix in _OF_THINGS and _LOCAL.fullmatch(local) else ""
    prefix, _, local = identifier.partition(":")
    name = _ALIASES.get(prefix.lower(), "")
    repeated, colon, rest = local.partition(":")
    if colon and _ALIASES.get(repeated.lower()) == name:
        local = rest
    return f"{name}:{local}" if name in PREFIXES and _LOCAL.fullmatch(local) else ""


def curie_for(identifier: str, *, origin: str) -> Curie:
    """An identifier in the prefixes of kgraph; one that has no namespace here gets a name among those of `origin`.

    >>> from kgraph.importers.known_curies import curie_for
    >>> curie_for("TIGR:TIGR00001", origin="elsewhere")[:32]
    'entity:elsewhere-tigr-tigr00001-'
    """
    return known_curie(identifier) or f"entity:{origin}-{distinct_slug(identifier)}"


# The kind of thing that all identifiers of a namespace name.
_KINDS = MappingProxyType(
    {
        "MONDO": "disease", "DOID": "disease", "orphanet": "disease", "HP": "phenotype", "MP": "phenotype",
        "FYPO": "phenotype", "CHEBI": "metabolite", "HMDB": "metabolite", "PUBCHEM.COMPOUND": "metabolite",
        "CHEMBL.COMPOUND": "metabolite", "DRUGBANK": "drug", "RXNORM": "drug", "HGNC": "gene", "NCBIGene": "gene",
        "ENSEMBL": "gene", "MGI": "gene", "RGD": "gene", "ZFIN": "gene", "FlyBase": "gene", "WormBase": "gene",
        "PomBase": "gene", "UniProt": "protein", "PR": "protein", "InterPro": "protein", "Pfam": "protein",
        "UBERON": "anatomy", "CL": "cell", "REACT": "process",
    }
)  # fmt: skip


def kind_by_namespace(thing: Curie) -> str:
    """The kind of thing that an identifier names by its namespace alone; ``other`` where that holds several kinds.

    >>> from kgraph.importers.known_curies import kind_by_namespace
    >>> kind_by_namespace("MONDO:0005027"), kind_by_namespace("GO:0006915")
    ('disease', 'other')
    """
    return _KINDS.get(thing.partition(":")[0], "other")
