"""Path search over an edge table with Spark, for graphs and lists of pairs that one machine is too small for.

The answers are those of an index of the same table (`kgraph.index`): the same paths, order, reasons and verdicts.
Everything that runs on a cluster is made of DataFrame operations, so its machines need no Python and no kgraph.
"""
