"""Write the bill of materials of a release (CycloneDX, JSON): pinned Python packages and the scripts that are carried.

python supply/sbom.py dist/kgraph-mechanisms.cdx.json
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from audit import ROOT, tool

_ROW = re.compile(
    r"^\| (?P<name>[\w-]+) \(`(?P<file>[^`]+)`\) \| (?P<version>\S+) \| (?P<licence>[^|;]+?)[;|].*"
    r"`(?P<sha256>[0-9a-f]{64})` \|$",
    re.MULTILINE,
)
_VERSION = re.compile(r"""^__version__\s*=\s*["']([^"']+)["']""", re.MULTILINE)


def carried_scripts() -> list[dict[str, Any]]:
    """A component for every script of viz/THIRD_PARTY.md, with its recorded digest."""
    page = (ROOT / "viz" / "THIRD_PARTY.md").read_text(encoding="utf-8")
    return [
        {
            "type": "library",
            "bom-ref": f"script:{row['file']}@{row['version']}",
            "name": row["file"],
            "group": row["name"],
            "version": row["version"],
            "licenses": [{"license": {"name": row["licence"].strip()}}],
            "hashes": [{"alg": "SHA-256", "content": row["sha256"]}],
        }
        for row in _ROW.finditer(page)
    ]


def complete(bill: dict[str, Any]) -> None:
    """Add what a list of requirements does not know: the version of the release, and the scripts that are carried."""
    code = (ROOT / "kgraph" / "version.py").read_text(encoding="utf-8")
    bill["metadata"]["component"]["version"] = _VERSION.findall(code)[0]
    bill["components"] = [*bill["components"], *carried_scripts()]


def main() -> None:
    """Write the file that is named on the command line."""
    target = Path(sys.argv[1])
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        part = Path(folder) / "python.json"
        options = ["--pyproject", "pyproject.toml", "--output-reproducible", "--of", "JSON", "-o", str(part)]
        subprocess.run([tool("cyclonedx-py"), "requirements", "supply/constraints.txt", *options], cwd=ROOT, check=True)
        bill = json.loads(part.read_text(encoding="utf-8"))
    complete(bill)
    target.write_text(json.dumps(bill, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    print(f"wrote {target}: {len(bill['components'])} components", file=sys.stderr)


if __name__ == "__main__":
    main()
