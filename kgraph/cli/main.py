"""The `kgraph` command.  Each subcommand lives in a module of its own, imported only when it runs."""

from __future__ import annotations

import gc
import io
import os
import sys
from _thread import interrupt_main, start_new_thread
from contextlib import suppress
from importlib import import_module
from signal import SIG_DFL, SIG_IGN, SIGINT, default_int_handler, getsignal, signal
from time import sleep
from typing import TYPE_CHECKING, NoReturn

import click
from click.exceptions import NoArgsIsHelpError

from kgraph.cli.exits import INTERRUPTED, USAGE, ReaderGoneError, exit_code
from kgraph.cli.wording import COMMAND_LINE
from kgraph.errors import DataError, KgraphError
from kgraph.version import __version__

if TYPE_CHECKING:
    from typing_extensions import Buffer

# Command name → one line of help.  The module has the same name; the two are compared by a test.
COMMANDS = {
    "path": "Ranked signed paths between two entities.",
    "trace": "A claim, hypothesis, mechanism or entity down to its passages.",
    "show": "Everything about one entity, claim, reference or hypothesis.",
    "search": "Find names, synonyms, identifiers and misspellings.",
    "mechanisms": "The matrix of mechanisms and diseases.",
    "explain": "The arithmetic behind a confidence.",
    "compare": "Mechanisms that two diseases share.",
    "debates": "Contested claims, disputed numbers, opposing paths, slips.",
    "outcomes": "Clinical numbers, arms side by side.",
    "hypotheses": "Curated chains with their computed sign and evidence.",
    "questions": "Open questions and what would settle them.",
    "references": "What the claims rest on: list, show, resolve, export, check.",
    "report": "A sheet for a grant or a talk, with picture, evidence and references.",
    "query": "Named questions, and SPARQL.",
    "explore": "Write the interactive graph as one HTML file.",
    "serve": "Serve pages, a JSON API and a SPARQL endpoint to this machine.",
    "mcp": "Serve the graph to an assistant (Model Context Protocol).",
    "index": "Compile a large graph into one file, and see what is in it.",
    "engines": "What can answer questions here, and which would be used.",
    "store": "Make a store on disk, for queries on large graphs.",
    "export": "Write the whole graph for other programs.",
    "push": "Put the graph into a SPARQL endpoint.",
    "pull": "Copy what a SPARQL endpoint holds into a file.",
    "new": "Write a template for claims of your own.",
    "add": "Ask for a claim and add it to a table of your own.",
    "import": "Read your own table of claims, or a file of another project (KGX, GPML …).",
    "merge": "How the sources of a workspace go together.",
    "diff": "Claims and conclusions that differ between two sets of data.",
    "check": "Check locators, references, identifiers, shapes and rules.",
    "info": "What is in the graph.",
}

_STANDARD_ERROR = 2


class _LazyGroup(click.Group):
    """A group that imports a command when it is called, so that help and short commands stay quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        return getattr(import_module(f"kgraph.cli.{cmd_name}"), "command")  # type: ignore[no-any-return]  # noqa: B009

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if not name.startswith("-") and name not in COMMANDS:
            from difflib import get_close_matches

            close = get_close_matches(name, COMMANDS, n=1)
            hint = f" Did you mean {close[0]!r}?" if close else " kgraph --help lists the commands."
            raise click.UsageError(f"no command is called {name!r}.{hint}", ctx)
        return super().resolve_command(ctx, args)


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", prog_name="kgraph")
def cli() -> None:
    """Cited claims on how ketogenic diet therapy (KDT) may act in infantile epileptic spasms syndrome (IESS) and
    amyotrophic lateral sclerosis (ALS), and the signed paths they form.  Not medical advice.

    \b
    Examples:
      kgraph path KDT IESS
      kgraph path "ketogenic diet" IESS --via "KATP channel" --explain
      kgraph trace "KATP channel"
    """


def main() -> None:
    """Run the command line; every expected error is one line on stderr and an exit code of its own."""
    try:
        sys.unraisablehook = _hear_again
        interrupts = _Interrupts()
        if getsignal(SIGINT) in (default_int_handler, SIG_DFL):
            signal(SIGINT, interrupts)
        code = _run(interrupts)
        # All is written; an interrupt from here on would only be noise on the way out.
        signal(SIGINT, SIG_IGN)
        # Nothing that is still here needs to be looked through once more on the way out.
        gc.freeze()
    except (KeyboardInterrupt, click.Abort):
        signal(SIGINT, SIG_IGN)
        _complain("interrupted")
        code = INTERRUPTED
    sys.exit(code)


class _Interrupts:
    """Whether Ctrl-C came: an import that it stops may end in an error that says nothing of it."""

    came = False

    def __call__(self, number: int, frame: object) -> NoReturn:
        self.came = True
        raise KeyboardInterrupt


def _hear_again(ignored: sys.UnraisableHookArgs) -> None:
    """Repeat a Ctrl-C that came where Python drops it, such as in a callback on the end of an object."""
    if issubclass(ignored.exc_type, KeyboardInterrupt):
        start_new_thread(_interrupt_soon, ())
    else:
        sys.__unraisablehook__(ignored)


def _interrupt_soon() -> None:
    # By then the callback is over.
    sleep(0.01)
    interrupt_main()


def _run(interrupts: _Interrupts) -> int:
    try:
        _occupy_standard_numbers()
        if sys.stderr is not None and sys.stderr is sys.__stderr__:
            sys.stderr = _heedless_stderr()
        _use_utf8()
        # Commands make many values and drop few: looking for garbage every 700 of them is a tenth of a short command.
        gc.set_threshold(50_000, 20, 20)
        code = _command(interrupts)
        if sys.stdout is not None:
            sys.stdout.flush()
    except DataError as error:
        # Editors and build tools jump to a line that starts with its place.
        _complain(error.said(COMMAND_LINE), prefix="")
        return exit_code(error)
    except KgraphError as error:
        _complain(error.said(COMMAND_LINE))
        return exit_code(error)
    except NoArgsIsHelpError as error:
        # Click shows help then, and calls it wrong usage; what was asked for goes where results go.
        click.echo(error.ctx.get_help() if error.ctx else "")
        return USAGE
    except click.UsageError as error:
        context = f" Try: {error.ctx.command_path} --help" if error.ctx else ""
        _complain(error.format_message() + context)
        return USAGE
    except click.ClickException as error:
        _complain(error.format_message())
        return USAGE
    except (BrokenPipeError, ReaderGoneError):
        # Nobody is left to tell.
        _drop_output()
        return 0
    except OSError as error:
        _complain(f"{error.filename or 'output'}: {error.strerror}")
        _drop_output()
        return USAGE
    return code if isinstance(code, int) else 0


def _drop_output() -> None:
    """Let what is still buffered go nowhere: at the end of Python it would fail once more, with a code of its own."""
    if sys.stdout is not None:
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _command(interrupts: _Interrupts) -> object:
    from kgraph.corrections import corrections_to

    try:
        with corrections_to(_Corrections()):
            return cli.main(prog_name="kgraph", standalone_mode=False)
    except Exception:
        if interrupts.came:
            raise KeyboardInterrupt from None
        raise


class _Corrections:
    """Says once of every name that was read as another."""

    def __init__(self) -> None:
        self._said: set[str] = set()

    def __call__(self, name: str, read_as: str) -> None:
        if name not in self._said:
            self._said.add(name)
            _complain(f"reading {name!r} as {read_as!r}")


def _occupy_standard_numbers() -> None:
    """Put the null device where a standard stream is closed, so that no file or socket of ours takes its number.

    What `sys` says stays: a closed stream is None there.
    """
    while (handle := os.open(os.devnull, os.O_RDWR)) <= _STANDARD_ERROR:
        pass
    os.close(handle)


def _use_utf8() -> None:
    """Whatever the system: what programs read and write is UTF-8 with the line ends of its format.

    A terminal shows ? for what it cannot show.
    """
    if isinstance(sys.stdin, io.TextIOWrapper) and not sys.stdin.isatty():
        sys.stdin.reconfigure(encoding="utf-8")
    if isinstance(sys.stdout, io.TextIOWrapper):
        if not sys.stdout.isatty():
            sys.stdout.reconfigure(encoding="utf-8", newline="")
        elif sys.stdout.encoding.lower() != "utf-8":
            sys.stdout.reconfigure(errors="replace")


class _HeedlessFile(io.FileIO):
    """A file whose writes cannot fail: what a full disk or a reader that left does not take is dropped."""

    def write(self, content: Buffer) -> int:
        try:
            return super().write(content)
        except OSError:
            return memoryview(content).nbytes


def _heedless_stderr() -> io.TextIOWrapper:
    """Standard error for messages that may be lost without changing what the exit code says."""
    raw = _HeedlessFile(2, "w", closefd=False)
    return io.TextIOWrapper(raw, encoding=sys.stderr.encoding, errors="backslashreplace", write_through=True)


def _complain(message: str, *, prefix: str = "kgraph: ") -> None:
    from kgraph.formats.escape import for_terminal

    click.echo(f"{prefix}{for_terminal(message)}", err=True)
