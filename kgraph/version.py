"""The version of the code; data and ontology have versions of their own."""

__version__ = "0.1.0"
