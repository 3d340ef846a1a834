"""Every command with arguments that make it do its work, for harnesses that claim something about all of them.

A command that is added to kgraph is added here: `test_the_table_is_complete` fails until it is.
"""

from importlib import import_module

import click

# Arguments by command.  Formats are found out from the command itself.
WORK = {
    "path": [("KDT", "IESS", "--top", "2"), ("acetoacetate", "seizures", "--explain", "--format", "table")],
    "trace": [("KATP channel",)],
    "show": [("mTOR",)],
    "search": [("ketone",)],
    "mechanisms": [()],
    "explain": [("claim:ketone-bodies-activate-katp-channel",)],
    "compare": [("IESS", "ALS")],
    "debates": [()],
    "outcomes": [()],
    "hypotheses": [()],
    "questions": [()],
    "query": [
        ("SELECT * { ?s kg:raises ?o } ORDER BY ?s ?o",),
        ("CONSTRUCT { ?s kg:raises ?o } WHERE { ?s kg:raises ?o }",),
    ],
    "explore": [("-o", "-")],
    "export": [("--to", form) for form in ("claims-tsv", "ttl", "nt")],
    "check": [()],
    "index": [("build", "-o", "built.index", "--force")],
    "info": [()],
}
# Commands that fill a folder: the arguments before its name.
FILLING = {"store": ("store",)}
# Commands that run until they are stopped; they have tests of their own, as servers.
SERVING = {"serve", "mcp"}
# Commands that write a file in a way of their own: the arguments before `-o FILE`.
WRITING = {
    "path": ("path", "KDT", "IESS", "--top", "1", "--format", "json"),
    "pairs": ("path", "--index", "bundled.index", "--pairs", "pairs.tsv", "--top", "1"),
    "picture": ("path", "KDT", "IESS", "--top", "2", "--format", "svg"),
    "query": ("query", "CONSTRUCT { ?s kg:raises ?o } WHERE { ?s kg:raises ?o }", "--format", "nt"),
    "explore": ("explore",),
    "export": ("export", "--to", "ttl"),
    "check": ("check", "--format", "json"),
    "plot": ("outcomes", "--plot"),
    "index": ("index", "build"),
}
# The other commands with `-o FILE` share the few lines by which `path` writes; the long runs take them all the same.
SHARING = {
    name: (name, *WORK[name][0])
    for name in (
        "trace", "show", "search", "mechanisms", "explain", "compare", "debates", "outcomes", "hypotheses", "questions", "info",
    )
}  # fmt: skip
# What the file holds before.
OLD = b"what stood here before\n"
PAIRS = "".join(f"{start}\t{end}\n" for start in ("KDT", "acetoacetate", "IGF-1") for end in ("IESS", "ALS", "mTOR"))


def writing(name, file):
    """The command line that makes a writing command put its result into `file`, replacing what is there.

    A list of pairs goes on where its file ends.
    """
    arguments = WRITING[name] if name in WRITING else SHARING[name]
    into = (str(file),) if arguments[-1] == "--plot" else ("-o", str(file))
    return (*arguments, *into, "--resume" if name == "pairs" else "--force")


def prepare(name, warm, folder):
    """Put the files that a writing command reads into the folder where it runs."""
    if name == "pairs":
        (folder / "pairs.tsv").write_text(PAIRS, encoding="utf-8")
        assert warm.run("index", "build", "-o", folder / "bundled.index", "--force").code == 0


def old_content(name, new):
    """What stands in the file before the command runs: of a list of pairs half the records, the last of them cut off."""
    return new[: len(new) // 2] if name == "pairs" else OLD


def may_stand(name, content, old, new):
    """Whether a file may hold this after a command was stopped; of a list of pairs no record that was whole is lost."""
    if name != "pairs" or content == old:
        return content in (old, new)
    return new.startswith(content) and len(content) > old.rindex(b"\n")


def filling(name, folder):
    """The command line that makes a command fill a folder, replacing what is there."""
    return (*FILLING[name], str(folder), "--force")


def formats(name):
    """The formats that a command offers; a single empty one for a command without a choice."""
    command = import_module(f"kgraph.cli.{name}").command
    for parameter in command.params:
        if parameter.name == "form" and isinstance(parameter.type, click.Choice) and "--format" in parameter.opts:
            return tuple(parameter.type.choices)
    return ("",)


def command_lines():
    """Every command in each of its formats."""
    for name, work in WORK.items():
        for arguments in work:
            chosen = ("",) if "--format" in arguments else formats(name)
            for form in chosen:
                yield (name, *arguments, *(("--format", form) if form else ()))
