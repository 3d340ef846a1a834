"""The checklist of a release: every step is done or looked at, and the first that does not hold is named with its cure.

    python supply/release.py [--last DIR] [--no-install]

Writes into dist/ both distributions, the bill of materials and, with a checkout of the last release, the notes on what
changed in the claims and conclusions.  The tests are other commands; nothing is tagged, and nothing leaves the machine.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import subprocess
import sys
import tempfile
import tomllib
import venv
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DIST = ROOT / "dist"
_TIMEOUT = 900


class NotReadyError(Exception):
    """A step that does not hold, and what to do about it."""


def stated_versions(root: Path) -> dict[str, str]:
    """By file, the version of the code that it states; a file that states none gives an empty text."""

    def found(name: str, pattern: str) -> str:
        match = re.search(pattern, (root / name).read_text(encoding="utf-8"), re.MULTILINE)
        return match[1] if match else ""

    return {
        "kgraph/version.py": found("kgraph/version.py", r'^__version__ = "(.+)"'),
        "CITATION.cff": found("CITATION.cff", r"^version: (.+)$"),
        ".zenodo.json": json.loads((root / ".zenodo.json").read_text(encoding="utf-8"))["version"],
        "CHANGELOG.md": found("CHANGELOG.md", r"^## ([^\s,]+)"),
    }


def versions(root: Path) -> str:
    """The version, which all files agree on.  Raises NotReadyError with those that do not."""
    stated = stated_versions(root)
    if len(set(stated.values())) > 1:
        raise NotReadyError("versions differ: " + ", ".join(f"{name} has {value}" for name, value in stated.items()))
    heading = re.search(r"^## .*$", (root / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    if heading and "unreleased" in heading[0]:
        raise NotReadyError(f"CHANGELOG.md says {heading[0][3:]!r}; put the date in")
    ontology = (root / "ontology" / "kgraph.ttl").read_text(encoding="utf-8")
    number = re.search(r'owl:versionInfo "(.+)"', ontology)
    if number is None or f"/{number[1]}/> ;" not in ontology:
        raise NotReadyError("ontology/kgraph.ttl: owl:versionIRI does not end in owl:versionInfo")
    return stated["kgraph/version.py"]


def tree(root: Path, version: str) -> str:
    """What is released is what is committed, and the version is new."""
    if changed := _said("git", "status", "--porcelain", folder=root).splitlines():
        raise NotReadyError(f"{len(changed)} files differ from the last commit, {changed[0][3:]} first; commit them")
    if _said("git", "tag", "--list", f"v{version}", folder=root).strip():
        raise NotReadyError(f"v{version} is tagged already; raise the version")
    return _said("git", "rev-parse", "--short", "HEAD", folder=root).strip()


def data() -> str:
    """The bundled data have no problem."""
    report = json.loads(_said(sys.executable, "-m", "kgraph", "check", "--format", "json"))
    if found := report["errors"] + report["warnings"]:
        raise NotReadyError(f"kgraph check finds {found} problems")
    return f"{report['checked']['claims']} claims, no problem"


def distributions() -> list[Path]:
    """The source distribution and the wheel in dist/; built twice, they have the same bytes."""
    with tempfile.TemporaryDirectory() as again:
        for folder in (DIST, Path(again)):
            _said(sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder))
        made = sorted(Path(again).iterdir())
        for file in made:
            if _digest(file) != _digest(DIST / file.name):
                raise NotReadyError(f"{file.name} is built with other bytes each time")
        return [DIST / file.name for file in made]


def installed(wheel: Path, version: str) -> str:
    """The wheel answers in an empty environment, with the dependencies that an index gives today."""
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = str(Path(folder) / ("Scripts" if sys.platform == "win32" else "bin") / "python")
        # Isolated: neither the checkout nor what the caller's environment names is on the path.
        _said(python, "-I", "-m", "pip", "install", "--quiet", str(wheel), folder=Path(folder))
        _said(python, "-I", "-m", "kgraph", "path", "KDT", "IESS", folder=Path(folder))
        said = _said(python, "-I", "-m", "kgraph", "--version", folder=Path(folder)).strip()
    if version not in said:
        raise NotReadyError(f"what is installed says {said!r}, not {version}")
    return said


def notes(last: Path) -> str:
    """What changed in the claims, and what is concluded otherwise, since the checkout of the last release."""
    place = DIST / "changes.md"
    done = subprocess.run(
        [sys.executable, "-m", "kgraph", "diff", str(last), "bundled", "-o", str(place), "--force"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=_TIMEOUT,
        check=False,
    )
    # 1 says that there are differences, or that there are none; both are notes.
    if done.returncode not in (0, 1) or not place.exists():
        raise NotReadyError(f"kgraph diff: {done.stderr.strip()}")
    return str(place.relative_to(ROOT))


def steps(last: Path | None, *, install: bool) -> Iterator[tuple[str, str]]:
    """Each step with what came of it.  Raises NotReadyError at the first that does not hold."""
    version = versions(ROOT)
    yield "one version everywhere", version
    yield "nothing uncommitted, a new tag", tree(ROOT, version)
    yield "data", data()
    files = distributions()
    yield "built twice alike", ", ".join(file.name for file in files)
    if install:
        yield "installs and answers", installed(next(file for file in files if file.suffix == ".whl"), version)
    _said(sys.executable, "supply/sbom.py", "dist/kgraph-mechanisms.cdx.json")
    yield "bill of materials", "dist/kgraph-mechanisms.cdx.json"
    yield "known weaknesses", _said(sys.executable, "supply/audit.py", "--if-reachable").strip() or "not looked up"
    if last is not None:
        yield "notes on conclusions", notes(last)


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _said(*command: str, folder: Path = ROOT) -> str:
    """What a command prints.  Raises NotReadyError with its last words when it fails."""
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, encoding="utf-8", timeout=_TIMEOUT, check=False
    )
    if done.returncode:
        words = (done.stderr or done.stdout).strip().splitlines()
        raise NotReadyError(f"{' '.join(command[:4])} ends with {done.returncode}: {words[-1] if words else ''}")
    return done.stdout


def main() -> int:
    """Print a line a step; 1 when one does not hold."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--last", type=Path, help="a checkout of the last release")
    parser.add_argument("--no-install", action="store_true", help="leave out the step that needs an index")
    given = parser.parse_args()
    name = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["name"]
    print(f"release of {name}")
    try:
        for step, found in steps(given.last, install=not given.no_install):
            print(f"  ok    {step}: {found}")
    except (NotReadyError, OSError) as error:
        print(f"  STOP  {error}")
        return 1
    print("left to you: make test PINNED=1; make test-engines PINNED=1; git tag; the upload of dist/")
    return 0


if __name__ == "__main__":
    sys.exit(main())
