"""The web service: pages, a JSON API and a SPARQL endpoint about one graph, read-only.  Needs the extra ``service``."""
