"""Fuzz one reader with atheris: ``python run.py READER [options of libFuzzer]``; ``--list`` names the readers.

Atheris follows which branches an input takes and keeps the inputs that find new ones.  An input that breaks a claim is
written to a file ``crash-…``; the same command with that file as argument repeats it.
"""

import shutil
import sys
import tempfile
import warnings
from pathlib import Path

CORPUS = Path(__file__).parent.parent / "corpus"
# Readers that begin with the corpus of broken files.
ENDINGS = {
    "turtle": ".ttl", "ntriples": ".nt", "nquads": ".nq", "trig": ".trig", "n3": ".n3", "rdfxml": ".rdf", "jsonld": ".jsonld",
    "yaml": ".yaml", "gzip": ".ttl.gz", "bzip2": ".ttl.bz2", "xz": ".ttl.xz", "zip": ".zip",
}  # fmt: skip


def main():
    try:
        import atheris
    except ImportError:
        sys.exit("atheris is not installed: pip install '.[fuzz]' (Python 3.11 to 3.13 on Linux or macOS)")
    warnings.simplefilter("ignore")
    with atheris.instrument_imports(include=["kgraph"]):
        from readers import READERS
    if sys.argv[1:] == ["--list"]:
        sys.stdout.write("\n".join(READERS) + "\n")
        return
    name, arguments = sys.argv[1], sys.argv[2:]
    reader, right = READERS[name]
    reader(right)
    with tempfile.TemporaryDirectory() as seeds:
        (Path(seeds) / "right").write_bytes(right)
        for file in CORPUS.glob(f"*{ENDINGS.get(name, '.none')}"):
            shutil.copy(file, seeds)
        # New finds go to the first folder, so a folder of the caller's own comes before the seeds.
        atheris.Setup([sys.argv[0], *arguments, seeds], reader)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
