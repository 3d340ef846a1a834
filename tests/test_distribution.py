"""What is built from the checkout is whole: installed elsewhere it gives the same bytes, without the checkout."""

import json
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

import kgraph

ROOT = Path(kgraph.__file__).parent.parent
BIN = "Scripts" if os.name == "nt" else "bin"
QUESTIONS = (
    ("path", "KDT", "IESS", "--format", "tsv"),
    ("path", "KDT", "ALS", "--effect", "harms", "--format", "json"),
    ("mechanisms", "--format", "tsv"),
    ("compare", "IESS", "ALS", "--format", "md"),
    ("debates", "--format", "md"),
    ("outcomes", "--format", "csv"),
    ("hypotheses", "--format", "jsonl"),
    ("show", "KATP channel", "--format", "json"),
    ("trace", "KATP channel", "--format", "json"),
    ("search", "ketone", "--format", "json"),
    ("query", "two-step-paths", "--start", "KDT", "--end", "seizure", "--format", "csv"),
    ("explore", "--from", "KDT", "--to", "IESS", "-o", "-"),
)
# Folders of the checkout that the package reads, and where they are in a wheel.
CARRIED = {
    "kgraph": "kgraph",
    "ontology": "kgraph/ontology",
    "data": "kgraph/data",
    "viz/dist": "kgraph/viz/dist",
    "viz/parts": "kgraph/viz/parts",
    "viz/vendor": "kgraph/viz/vendor",
}


def run(*command, folder):
    """What a command prints, started where the checkout is not on the path."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PIP_"))}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def build(*what, folder):
    """The files that the build front end makes of the checkout, without fetching anything."""
    run(sys.executable, "-m", "build", "--no-isolation", *what, "--outdir", folder, ROOT, folder=folder)
    return sorted(folder.iterdir())


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The source distribution, and the wheel that is built from it."""
    wheel, source = build(folder=tmp_path_factory.mktemp("built"))
    return {"wheel": wheel, "source": source}


@pytest.fixture(scope="module", params=["wheel", "source"])
def commands(built, request, tmp_path_factory):
    """The commands of an empty environment with what was built, and with the dependencies that are here."""
    folder = tmp_path_factory.mktemp(request.param)
    venv.create(folder, with_pip=False)
    python = folder / BIN / "python"
    site = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'), end='')", folder=folder).decode()
    # Of a folder that is named so, the files of editable installations in it are not followed.
    here = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    Path(site, "dependencies.pth").write_text("\n".join(sorted(here)) + "\n", encoding="utf-8")
    offline = ("--no-deps", "--no-index", "--no-build-isolation", "--no-cache-dir", "--quiet")
    run(sys.executable, "-m", "pip", "--python", python, "install", *offline, built[request.param], folder=folder)
    place = run(python, "-c", "import kgraph; print(kgraph.__file__, end='')", folder=folder).decode()
    assert Path(place).is_relative_to(site)
    return folder / BIN


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    """What the checkout answers to each question."""
    folder = tmp_path_factory.mktemp("checkout")
    return {question: run(sys.executable, "-m", "kgraph", *question, folder=folder) for question in QUESTIONS}


def test_the_wheel_is_the_same_from_the_checkout_and_from_the_source_distribution(built, tmp_path):
    """Nothing that a wheel needs is left out of the source distribution, and the same files give the same bytes."""
    (wheel,) = build("--wheel", folder=tmp_path)
    assert wheel.name == built["wheel"].name
    assert wheel.read_bytes() == built["wheel"].read_bytes()


def test_the_wheel_carries_every_file_that_the_package_reads(built):
    """Code, vocabulary, data and the page are in it, each file as it is in the checkout, and nothing else is."""
    expected = {
        f"{place}/{file.relative_to(ROOT / folder).as_posix()}": file.read_bytes()
        for folder, place in CARRIED.items()
        for file in (ROOT / folder).rglob("*")
        if file.is_file() and file.suffix != ".pyc"
    }
    for name in ("viz/page.html.j2", "viz/palette.json", "viz/THIRD_PARTY.md"):
        expected[f"kgraph/{name}"] = (ROOT / name).read_bytes()
    with zipfile.ZipFile(built["wheel"]) as wheel:
        held = {name: wheel.read(name) for name in wheel.namelist() if ".dist-info/" not in name}
    assert held == expected


def test_what_is_installed_gives_the_bytes_of_the_checkout(commands, answers, tmp_path):
    """In an empty environment a dozen answers are those of the checkout, which is not on the path there."""
    for question in QUESTIONS:
        assert run(commands / "kgraph", *question, folder=tmp_path) == answers[question], question
        assert answers[question].strip(), question


def test_what_is_installed_is_the_release_of_the_checkout(commands, tmp_path):
    """Versions and digests of code, ontology and data are the same there."""

    def release(*command):
        rows = json.loads(run(*command, "info", "--format", "json", folder=tmp_path))
        return [row for row in rows if row["what"] != "file"]

    assert release(commands / "kgraph") == release(sys.executable, "-m", "kgraph")


def test_the_advice_on_a_missing_extra_works_without_asking_an_index(commands, tmp_path):
    """The name that messages give is taken by pip for the installation that is there, and is never looked up."""
    advice = "from kgraph.installation import install_command; print(install_command('service'), end='')"
    told = run(commands / "python", "-c", advice, folder=tmp_path).decode()
    assert told == 'pip install "kgraph-mechanisms[service]"'
    pip = (sys.executable, "-m", "pip", "--python", commands / "python", "install", "--no-index")
    assert b"Requirement already satisfied: starlette" in run(*pip, told.split('"')[1], folder=tmp_path)
