"""Workspaces: folders in which imports of many sources lie side by side, each with where it comes from.

A workspace holds one file of RDF for each import, with the statements of the import in a named graph of its own and
their provenance in another.  These files are the truth.  The merged file beside them is made from them: there the same
thing has one name, by exact mappings and never by label.  It can be deleted at any time.
"""
