"""SPARQL over one graph: its files and the derived edges, and nothing outside."""
