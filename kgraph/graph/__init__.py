"""The facade: the knowledge graph with its questions as methods, and what they answer with."""

from __future__ import annotations

from kgraph.graph.knowledge_graph import KnowledgeGraph, find_paths, load

__all__ = ["KnowledgeGraph", "find_paths", "load"]
