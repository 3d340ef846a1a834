"""`python -m kgraph`."""

from kgraph.cli.main import main

main()
