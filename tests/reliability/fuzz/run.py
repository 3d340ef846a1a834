"""Fuzz one reader with atheris: ``python run.py READER [options of libFuzzer]``; ``--list`` names the readers.

Atheris follows which branches an input takes and keeps the inputs that find new ones.  An input that breaks a claim is
written to a file ``crash-…``; the same command with that file as argument repeats it.
"""

import sys
import warnings


def main():
    try:
        import atheris
    except ImportError:
        sys.exit("atheris is not installed: pip install 'kgraph[fuzz]' (Python 3.11 to 3.13 on Linux or macOS)")
    warnings.simplefilter("ignore")
    with atheris.instrument_imports(include=["kgraph"]):
        from readers import READERS
    if sys.argv[1:] == ["--list"]:
        sys.stdout.write("\n".join(READERS) + "\n")
        return
    name, arguments = sys.argv[1], sys.argv[2:]
    reader, right = READERS[name]
    reader(right)
    atheris.Setup([sys.argv[0], *arguments], reader)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
