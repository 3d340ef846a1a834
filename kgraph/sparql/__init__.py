"""SPARQL over one graph: its files and the derived edges, and nothing outside."""

from __future__ import annotations

from kgraph.sparql.run import run_query
from kgraph.sparql.table import Answer, Graph, Table
from kgraph.sparql.terms import Cell, text_of, to_json_term, to_rdflib

__all__ = ["Answer", "Cell", "Graph", "Table", "run_query", "text_of", "to_json_term", "to_rdflib"]
