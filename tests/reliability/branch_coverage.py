"""How many of the branches of all code the tests took: ``branch_coverage.py --least 95``.

What coverage reports by itself is the share of lines and branches together, which is higher.
"""

import argparse
import json
import sys
from pathlib import Path

MEASURED = Path("artefacts/coverage.json")


def main():
    """Print the figure; exit 1 when it is below the one wanted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--least", type=float, default=0.0, help="Percent below which it fails.")
    least = parser.parse_args().least
    totals = json.loads(MEASURED.read_text(encoding="utf-8"))["totals"]
    share = 100 * totals["covered_branches"] / totals["num_branches"]
    print(f"{totals['covered_branches']} of {totals['num_branches']} branches: {share:.1f} %")  # noqa: T201
    sys.exit(share < least)


if __name__ == "__main__":
    main()
