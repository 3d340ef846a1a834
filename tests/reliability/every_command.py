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
# Commands that write a file: the arguments before `-o FILE`.
WRITING = {
    "path": ("path", "KDT", "IESS", "--top", "1", "--format", "json"),
    "picture": ("path", "KDT", "IESS", "--top", "2", "--format", "svg"),
    "explore": ("explore",),
    "export": ("export", "--to", "ttl"),
    "check": ("check", "--format", "json"),
    "plot": ("outcomes", "--plot"),
    "index": ("index", "build"),
}


def writing(name, file):
    """The command line that makes a writing command put its result into `file`, replacing what is there."""
    arguments = WRITING[name]
    into = (str(file),) if arguments[-1].startswith("--") else ("-o", str(file))
    return (*arguments, *into, "--force")


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
