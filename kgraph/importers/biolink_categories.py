"""Biolink categories in the terms of kgraph: the kind of an entity."""

from __future__ import annotations

from types import MappingProxyType

# Kinds of kgraph by Biolink category.
KINDS = MappingProxyType(
    {
        "Drug": "drug",
        "Disease": "disease",
        "PhenotypicFeature": "phenotype",
        "Protein": "protein",
        "GeneFamily": "protein",
        "Gene": "gene",
        "MacromolecularComplex": "complex",
        "ChemicalSubstance": "metabolite",
        "SmallMolecule": "metabolite",
        "BiologicalProcess": "process",
        "MolecularActivity": "process",
        "Pathway": "process",
        "Cell": "cell",
        "CellularComponent": "anatomy",
        "GrossAnatomicalStructure": "anatomy",
        "ChemicalEntity": "metabolite",
        "MolecularEntity": "metabolite",
        "ChemicalMixture": "metabolite",
        "MolecularMixture": "metabolite",
        "ComplexMolecularMixture": "metabolite",
        "Metabolite": "metabolite",
        "ProcessedMaterial": "metabolite",
        "Polypeptide": "protein",
        "ProteinFamily": "protein",
        "ProteinDomain": "protein",
        "GeneOrGeneProduct": "gene",
        "Transcript": "gene",
        "RNAProduct": "gene",
        "MicroRNA": "gene",
        "SequenceVariant": "gene",
        "Genotype": "gene",
        "DiseaseOrPhenotypicFeature": "disease",
        "BehavioralFeature": "phenotype",
        "ClinicalFinding": "phenotype",
        "BiologicalProcessOrActivity": "process",
        "PhysiologicalProcess": "process",
        "PathologicalProcess": "process",
        "CellLine": "cell",
        "AnatomicalEntity": "anatomy",
        "OrganismalEntity": "other",
        "PopulationOfIndividualOrganisms": "population",
        "Food": "diet",
        "Bacterium": "microbe",
        "Virus": "microbe",
        "Fungus": "microbe",
        # A host, a pathogen or a commensal: the category does not say which.
        "OrganismTaxon": "other",
        "NamedThing": "other",
        "Entity": "other",
        "Treatment": "other",
        "Procedure": "other",
    }
)


def kind_of(category: str) -> str:
    """The kind of kgraph for a Biolink category; empty for one that is not known."""
    return KINDS.get(category.removeprefix("biolink:"), "")
