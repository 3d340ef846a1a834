"""Every command with arguments that make it do its work, for harnesses that claim something about all of them.

A command that is added to kgraph is added here: `test_the_table_is_complete` fails until it is.
"""

from importlib import import_module
from pathlib import Path

import click
from sizes import LONG

from kgraph.formats.registry import names as graph_formats


def into(form):
    """Where an export goes that is several files, which cannot be printed."""
    return ("-o", f"exported-{form}", "--force") if form in ("kgx", "kgx-jsonl", "neo4j", "parquet") else ()


RECORD = str(Path(__file__).parents[1] / "drugmechdb.yaml")
SOUND = str(Path(__file__).parents[1] / "sound.ttl")

# Arguments by command.  Formats are found out from the command itself.
WORK = {
    "path": [("KDT", "IESS", "--top", "2"), ("acetoacetate", "seizures", "--explain", "--format", "table")],
    "trace": [("KATP channel",)],
    "show": [("mechanism:mTOR",)],
    "search": [("ketone",)],
    "mechanisms": [()],
    "explain": [("claim:ketone-bodies-activate-katp-channel",)],
    "compare": [("IESS", "ALS")],
    "debates": [()],
    "outcomes": [()],
    "hypotheses": [()],
    "questions": [()],
    "report": [("opening of KATP channels",)],
    "references": [("list",), ("export", "KATP channel")],
    "query": [
        ("SELECT * { ?s kg:raises ?o } ORDER BY ?s ?o",),
        ("CONSTRUCT { ?s kg:raises ?o } WHERE { ?s kg:raises ?o }",),
    ],
    "explore": [("-o", "-")],
    "export": [("--to", form, *into(form)) for form in graph_formats("graph")],
    "check": [()],
    "index": [("build", "-o", "built.index", "--force")],
    "new": [("claims",)],
    "import": [("drugmechdb", RECORD)],
    "diff": [(SOUND, "--no-queries")],
    "info": [()],
    "engines": [()],
}
# Commands that ask a workspace, which their own tests fill.
ASKING_WORKSPACES = {"merge"}
# Commands that fill a folder: the arguments before its name.
FILLING = {"store": ("store",)}
# Commands that run until they are stopped, or ask on a terminal; they have tests of their own, as servers.
SERVING = {"serve", "mcp", "add"}
# Commands that talk to a server, which their own tests start.
TALKING = {"push", "pull"}
# Commands that write a file in a way of their own: the arguments before `-o FILE`.
WRITING = {
    "path": ("path", "KDT", "IESS", "--top", "1", "--format", "json"),
    "pairs": ("path", "--index", "bundled.index", "--pairs", "pairs.tsv", "--top", "1"),
    "picture": ("path", "KDT", "IESS", "--top", "2", "--format", "svg"),
    "query": ("query", "CONSTRUCT { ?s kg:raises ?o } WHERE { ?s kg:raises ?o }", "--format", "nt"),
    "explore": ("explore",),
    "export": ("export", "--to", "ttl"),
    "network": ("export", "--to", "graphml"),
    "check": ("check", "--format", "json"),
    "plot": ("outcomes", "--plot"),
    "index": ("index", "build"),
}
# The other commands with `-o FILE` share the few lines by which `path` writes; the long runs take them all the same.
SHARING = {
    name: (name, *WORK[name][0])
    for name in (
        "trace", "show", "search", "mechanisms", "explain", "compare", "debates", "outcomes", "hypotheses", "questions", "references",
        "report", "new", "import", "diff", "info", "engines",
    )
}  # fmt: skip
# Lists of pairs that go on: with the records of an interrupted run, and with an output whose list has grown.
RESUMING = {"resumed": WRITING["pairs"], "extended": WRITING["pairs"]}
# What the file holds before.
OLD = b"what stood here before\n"
# In a short run as few as one process answers; that several end as one does is a claim of `tests/test_index_pairs.py`.
ENDS = ("IESS", "ALS", "mTOR") if LONG else ("ALS", "mTOR")
PAIRS = "".join(f"{start}\t{end}\n" for start in ("KDT", "acetoacetate", "IGF-1") for end in ENDS)


def result_name(name):
    """The file name that a writing command gets: an ending where it must have one, else none that it would refuse."""
    return "result.svg" if name == "plot" else "result"


def writing(name, file):
    """The command line that makes a writing command put its result into `file`, replacing what is there."""
    arguments = {**WRITING, **SHARING, **RESUMING}[name]
    into = (str(file),) if arguments[-1] == "--plot" else ("-o", str(file))
    return (*arguments, *into, "--resume" if name in RESUMING else "--force")


def prepare(name, warm, folder):
    """Put the files that a writing command reads into the folder where it runs."""
    if name in {"pairs", *RESUMING}:
        (folder / "pairs.tsv").write_text(PAIRS, encoding="utf-8")
        assert warm.run("index", "build", "-o", folder / "bundled.index", "--force").code == 0


def put_old(name, file, new):
    """Put there what stands before the command runs, and give back the content of the file itself.

    Going on begins with half the records, the last of them cut off: beside the file, or in it.
    """
    half, beside = new[: len(new) // 2], _unfinished(file)
    old = half if name == "extended" else OLD
    file.write_bytes(old)
    if name == "resumed":
        beside.write_bytes(half)
    else:
        beside.unlink(missing_ok=True)
    return old


def stands(name, file, old, new):
    """Whether a stopped command left the old content or the new, and nothing else that is not hidden.

    Beside the output of a list of pairs its records may stand: whole ones, and all of those that were there before.
    """
    beside = {other for other in file.parent.iterdir() if not other.name.startswith(".")} - {file}
    content = file.read_bytes()
    if name not in {"pairs", *RESUMING} or content == new or not beside:
        return content in (old, new) and not beside and (content == new or name != "resumed")
    known = new[: len(new) // 2] if name in RESUMING else b""
    records = _unfinished(file).read_bytes() if beside == {_unfinished(file)} else b""
    return content == old and new.startswith(records) and len(records) > known.rfind(b"\n")


def _unfinished(file):
    return file.with_name(f"{file.name}.partial")


def filling(name, folder):
    """The command line that makes a command fill a folder, replacing what is there."""
    return (*FILLING[name], str(folder), "--force")


def formats(name):
    """The formats that a command offers; a single empty one for a command without a choice."""
    command = import_module(f"kgraph.cli.{name}").command
    for parameter in command.params:
        if parameter.name == "form" and isinstance(parameter.type, click.Choice) and "--format" in parameter.opts:
            # Those of lists of pairs need a list of pairs.
            return tuple(form for form in parameter.type.choices if name != "path" or form in graph_formats("paths"))
    return ("",)


def command_lines():
    """Every command in each of its formats."""
    for name, work in WORK.items():
        for arguments in work:
            chosen = ("",) if "--format" in arguments else formats(name)
            for form in chosen:
                yield (name, *arguments, *(("--format", form) if form else ()))
