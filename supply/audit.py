"""Ask the public indexes whether a pinned dependency has a known weakness.

    python supply/audit.py                  everything must be audited, and nothing found
    python supply/audit.py --if-reachable   as above, but an index that cannot be reached is only said

Python packages are those of supply/constraints.txt, through pip-audit; scripts those of viz and of
tests/engines/firefox, by npm.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import venv
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PLACE = ROOT / ".cache" / "audit"
_TIMEOUT = 600


class UnreachableError(Exception):
    """The index gave no answer that says anything about a dependency."""


def tool(name: str) -> Path:
    """A command of the audit environment, which is made of pinned packages when it is not there."""
    command = PLACE / "bin" / name
    if not command.exists():
        venv.create(PLACE, with_pip=True)
        pinned = ["--require-hashes", "-r", str(ROOT / "supply" / "tools.txt")]
        subprocess.run([PLACE / "bin" / "python", "-m", "pip", "install", "--quiet", *pinned], check=True)
    return command


def output_of(*command: str | Path, folder: Path = ROOT) -> str:
    """What a command prints; the audits end with an error both for findings and for no answer."""
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, encoding="utf-8", timeout=_TIMEOUT, check=False
    )
    return done.stdout


def python_findings(report: str) -> tuple[int, list[str]]:
    """How many packages were audited, and what was found, from the JSON of pip-audit.

    Raises UnreachableError when no package was audited.
    """
    try:
        packages = json.loads(report)["dependencies"]
    except (ValueError, KeyError):
        raise UnreachableError("pip-audit gave no report") from None
    audited = [package for package in packages if "skip_reason" not in package]
    if not audited:
        raise UnreachableError(f"none of {len(packages)} packages could be looked up")
    found = [
        f"{package['name']} {package['version']}: {weakness['id']} (fixed in {' '.join(weakness['fix_versions'])})"
        for package in audited
        for weakness in package["vulns"]
    ]
    skipped = [
        f"{package['name']}: not audited: {package['skip_reason']}" for package in packages if package not in audited
    ]
    return len(audited), found + skipped


def script_findings(report: str) -> tuple[int, list[str]]:
    """The same from the JSON of npm audit.  Raises UnreachableError when it reports an error of its own."""
    try:
        found = json.loads(report)
        total = found["metadata"]["dependencies"]["total"]
    except (ValueError, KeyError, TypeError):
        raise UnreachableError("npm audit gave no report") from None
    return total, [f"{name}: {weakness['severity']}" for name, weakness in found["vulnerabilities"].items()]


def _scripts(folder: Path) -> tuple[int, list[str]]:
    return script_findings(output_of(shutil.which("npm") or "npm", "audit", "--json", folder=folder))


def main() -> int:
    """Audit all; 0 when everything was audited and nothing found."""
    lenient = "--if-reachable" in sys.argv[1:]
    pip_audit = (tool("pip-audit"), "--requirement", "supply/constraints.txt", "--disable-pip", "--require-hashes")
    audits = {
        "Python packages": lambda: python_findings(
            output_of(*pip_audit, "--format", "json", "--progress-spinner", "off")
        ),
        **{f"scripts of {folder}": partial(_scripts, ROOT / folder) for folder in ("viz", "tests/engines/firefox")},
    }
    worst = 0
    for what, audit in audits.items():
        try:
            count, found = audit()
        except (UnreachableError, OSError, subprocess.SubprocessError) as error:
            print(f"audit: {what} were NOT audited: {error}; is the index reachable?", file=sys.stderr)
            worst = max(worst, 0 if lenient else 1)
            continue
        for line in found:
            print(f"audit: {line}")
        print(f"audit: {count} {what} audited, {len(found)} findings", file=sys.stderr)
        worst = max(worst, 1 if found else 0)
    return worst


if __name__ == "__main__":
    sys.exit(main())
