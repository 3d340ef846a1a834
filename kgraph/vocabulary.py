"""Names of the vocabulary: namespaces, and the terms that code has to know by name."""

from __future__ import annotations

from types import MappingProxyType

KG = "https://w3id.org/kgraph/"

PREFIXES = MappingProxyType(
    {
        "kg": KG,
        "entity": f"{KG}entity/",
        "claim": f"{KG}claim/",
        "evidence": f"{KG}evidence/",
        "reference": f"{KG}reference/",
        "hypothesis": f"{KG}hypothesis/",
        "question": f"{KG}question/",
        "source": f"{KG}source/",
        "mechanism": f"{KG}mechanism/",
        "certainty": f"{KG}certainty/",
        "study": f"{KG}study-kind/",
        "direction": f"{KG}direction/",
        "directness": f"{KG}directness/",
        "attachment": f"{KG}attachment/",
        "basis": f"{KG}basis/",
        "sign": f"{KG}sign/",
        "effect": f"{KG}effect/",
        "flag": f"{KG}flag/",
        "grade": f"{KG}grade/",
        "weight": f"{KG}weight/",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "owl": "http://www.w3.org/2002/07/owl#",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
        "dct": "http://purl.org/dc/terms/",
        "oa": "http://www.w3.org/ns/oa#",
        "prov": "http://www.w3.org/ns/prov#",
        "cito": "http://purl.org/spar/cito/",
        # Namespaces of the mappings, as the SSSOM table names them.
        "MONDO": "http://purl.obolibrary.org/obo/MONDO_",
        "HP": "http://purl.obolibrary.org/obo/HP_",
        "CHEBI": "http://purl.obolibrary.org/obo/CHEBI_",
        "GO": "http://purl.obolibrary.org/obo/GO_",
        "UBERON": "http://purl.obolibrary.org/obo/UBERON_",
        "CL": "http://purl.obolibrary.org/obo/CL_",
        "NCBITaxon": "http://purl.obolibrary.org/obo/NCBITaxon_",
        "MAXO": "http://purl.obolibrary.org/obo/MAXO_",
        "ECO": "http://purl.obolibrary.org/obo/ECO_",
        "RO": "http://purl.obolibrary.org/obo/RO_",
        "BFO": "http://purl.obolibrary.org/obo/BFO_",
        "DOID": "http://purl.obolibrary.org/obo/DOID_",
        "OMIT": "http://purl.obolibrary.org/obo/OMIT_",
        "NCIT": "http://purl.obolibrary.org/obo/NCIT_",
        "HGNC": "http://identifiers.org/hgnc/",
        "MESH": "http://id.nlm.nih.gov/mesh/",
        "UniProt": "http://purl.uniprot.org/uniprot/",
        "biolink": "https://w3id.org/biolink/vocab/",
        "epio": "https://bio.scai.fraunhofer.de/ontology/epilepsy#",
        "wikipathways": "http://www.wikipathways.org/instance/",
        # Namespaces that only imported data use, as their projects give them.
        "PR": "http://purl.obolibrary.org/obo/PR_",
        "InterPro": "https://www.ebi.ac.uk/interpro/entry/InterPro/",
        "Pfam": "https://www.ebi.ac.uk/interpro/entry/pfam/",
        "REACT": "https://reactome.org/content/detail/",
        "DRUGBANK": "https://go.drugbank.com/drugs/",
        "KEGG": "http://www.kegg.jp/entry/",
        "NCBIGene": "http://identifiers.org/ncbigene/",
        "ENSEMBL": "http://identifiers.org/ensembl/",
        "OMIM": "http://identifiers.org/omim/",
        "EFO": "http://www.ebi.ac.uk/efo/EFO_",
        "FYPO": "http://purl.obolibrary.org/obo/FYPO_",
        "MP": "http://purl.obolibrary.org/obo/MP_",
        "SO": "http://purl.obolibrary.org/obo/SO_",
        "PATO": "http://purl.obolibrary.org/obo/PATO_",
        "orphanet": "http://www.orpha.net/ORDO/Orphanet_",
        "UMLS": "http://identifiers.org/umls/",
        "PUBCHEM.COMPOUND": "http://identifiers.org/pubchem.compound/",
        "CHEMBL.COMPOUND": "http://identifiers.org/chembl.compound/",
        "HMDB": "http://identifiers.org/hmdb/",
        "RXNORM": "http://purl.bioontology.org/ontology/RXNORM/",
        "MGI": "http://identifiers.org/mgi/",
        "RGD": "http://identifiers.org/rgd/",
        "ZFIN": "http://identifiers.org/zfin/",
        "PomBase": "https://www.pombase.org/gene/",
        "FlyBase": "http://identifiers.org/fb/",
        "WormBase": "http://identifiers.org/wormbase/",
        "WIKIDATA": "https://www.wikidata.org/entity/",
    }
)

# What queries may use undeclared besides: usual prefixes, and those of the mappings as others spell them.
QUERY_PREFIXES = MappingProxyType(
    {name.lower(): PREFIXES[name] for name in PREFIXES}
    | {
        "dc": "http://purl.org/dc/elements/1.1/",
        "dcterms": PREFIXES["dct"],
        "foaf": "http://xmlns.com/foaf/0.1/",
        "obo": "http://purl.obolibrary.org/obo/",
        "schema": "https://schema.org/",
        "sh": "http://www.w3.org/ns/shacl#",
        "up": "http://purl.uniprot.org/core/",
        "void": "http://rdfs.org/ns/void#",
    }
    | PREFIXES
)

RDF_TYPE = PREFIXES["rdf"] + "type"
RDF_FIRST = PREFIXES["rdf"] + "first"
RDF_REST = PREFIXES["rdf"] + "rest"
RDF_NIL = PREFIXES["rdf"] + "nil"

MAPPING_RELATIONS = ("exactMatch", "closeMatch", "broadMatch", "narrowMatch")
# What belongs to a claim or a question and says nothing without it.
PART_PREDICATES = tuple(KG + name for name in ("evidence", "locator", "marker", "measurement"))
CLAIM_RELATIONS = ("disputes", "qualifies", "agreesWith", "supersedes", "retracts")
DEPRECATED = PREFIXES["owl"] + "deprecated"
# A name that means the same, as ontologies of the OBO library write it.
EXACT_SYNONYM = "http://www.geneontology.org/formats/oboInOwl#hasExactSynonym"

# The values of the axes of evidence, in the order in which they are offered.
CERTAINTIES = ("asserted", "suggested", "contested", "needs-research", "unknown")
STUDY_KINDS = (
    "meta-analysis", "trial", "clinical-observation", "case-report", "animal", "in-vitro", "author-statement",
)  # fmt: skip
DIRECTNESS = ("primary", "relayed", "inferred")

# Certainties that never become plain edges and are opt-in for paths.
TENTATIVE = frozenset({"contested", "needs-research", "unknown"})


_PREFIX_OF = MappingProxyType({namespace: prefix for prefix, namespace in PREFIXES.items()})
_LENGTHS = tuple(sorted({len(namespace) for namespace in _PREFIX_OF}, reverse=True))


def shorten(iri: str) -> str:
    """The CURIE of an IRI under the longest fitting prefix, or the IRI itself when none fits."""
    for length in _LENGTHS:
        prefix = _PREFIX_OF.get(iri[:length])
        if prefix is not None:
            return f"{prefix}:{iri[length:]}"
    return iri


def expand(curie: str) -> str:
    """The IRI of a CURIE; an IRI, or a text with no known prefix, comes back unchanged."""
    prefix, colon, local = curie.partition(":")
    return PREFIXES[prefix] + local if colon and prefix in PREFIXES and not local.startswith("//") else curie
