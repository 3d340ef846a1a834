"""What spark-submit is given to run: the command line of kgraph, under the Python that spark-submit starts.

``spark-submit --master yarn …/kgraph/cli/submitted.py path --engine spark --edges hdfs:///edges.parquet …``
"""

from __future__ import annotations

import sys

if __name__ == "__main__":
    # The folder of this file, which Python puts first, holds no top-level modules.
    sys.path.pop(0)
    from kgraph.cli.main import main

    main()
