"""Engines that parse, store and query."""
