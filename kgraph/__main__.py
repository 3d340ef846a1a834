"""`python -m kgraph`."""

from kgraph.cli.main import main

# Worker processes import this module too, and are not to start over.
if __name__ == "__main__":
    main()
