"""The share of mutants that the tests notice, by module, from what `mutmut run` left in mutants/.

A mutant is a change of one operator, constant or argument.  Noticed is one that makes a test fail, or run so long that
it was stopped, which is told apart: on a busy machine that may happen without a fault, so run those again.  A mutant
that no test reaches counts as not noticed.
"""

import argparse
import json
import sys
from collections import Counter
from pathlib import Path

# What pytest returned with the mutant in place, as mutmut keeps it.
_FAILED = {1, 3}  # a test failed, or pytest itself did
_STOPPED = {-24, 24, 36, 152, 255}
_REACHED_BY_NONE = {5, 33}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--least", type=float, default=0.0, help="exit 1 when the score is below this percentage")
    least = parser.parse_args().least
    total = Counter()
    for meta in sorted(Path("mutants").rglob("*.py.meta")):
        codes = Counter(_verdict(code) for code in json.loads(meta.read_text())["exit_code_by_key"].values())
        if codes:
            _say(str(meta.relative_to("mutants")).removesuffix(".meta"), codes)
            total += codes
    _say("all", total)
    if total["not run"]:
        sys.exit(f"{total['not run']} mutants have not run; make mutation goes on where it stopped")
    sys.exit(0 if _score(total) >= least else f"the score {_score(total):.1f} is below {least:g}")


def _verdict(code):
    if code is None:
        return "not run"
    if code in _REACHED_BY_NONE:
        return "not reached"
    if code in _STOPPED:
        return "stopped"
    return "noticed" if code in _FAILED else "survived"


def _score(codes):
    run = sum(codes.values()) - codes["not run"]
    return 100 * (codes["noticed"] + codes["stopped"]) / run if run else 0.0


def _say(name, codes):
    counts = ", ".join(f"{codes[what]} {what}" for what in ("noticed", "stopped", "survived", "not reached", "not run"))
    sys.stdout.write(f"{_score(codes):5.1f} %  {name}: {counts}\n")


if __name__ == "__main__":
    main()
