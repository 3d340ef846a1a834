"""Many command lines from one warm process, each in a fork of its own.

A fork has its own memory and dies alone, so a crash, a hang or a memory leak of one command line is seen and hurts no
other; starting Python and importing the libraries is paid once.
"""

import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_INTERRUPTS = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
_LIGHT = ("kgraph.cli.main", "kgraph.cli.query", "kgraph.reading.snapshot", "kgraph.reading.rdf_files")
_IMPORTED = (
    "kgraph.cli.main", "kgraph.reading.snapshot", "kgraph.reading.rdf_files", "kgraph.explorer", "kgraph.check.rules",
    "pyoxigraph", "rdflib", "rich.table",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Done:
    """What a command line did: exit code (negative: signal), output, seconds by the clock and of the processor, and peak
    memory in bytes.
    """

    arguments: tuple[str, ...]
    code: int
    out: bytes
    err: str
    seconds: float
    processor: float
    peak: int

    def says_one_line(self):
        """Whether stderr is one line that is no traceback."""
        return len(self.err.splitlines()) == 1 and "Traceback" not in self.err


class Warm:
    """The warm process; use it as a context manager.

    `environment` is laid over the present one; None takes away.  `before` is a command that the process runs
    under; a `light` one leaves the import of heavy libraries to the command lines.
    """

    def __init__(self, *, cwd, before=(), light=False, **environment):
        given = {**os.environ, "PYTHONWARNINGS": "error", **environment}
        self._process = subprocess.Popen(
            [*before, sys.executable, "-P", __file__, *(["light"] if light else [])],
            cwd=cwd,
            env={name: value for name, value in given.items() if value is not None},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="ascii",
        )

    def __enter__(self):
        return self

    def __exit__(self, *_exception):
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait(timeout=30)

    def run(
        self,
        *arguments,
        given="",
        cwd=None,
        environment=None,
        seconds=300.0,
        memory=4 << 30,
        streams=None,
        signal_after=None,
    ):
        """Run one command line, in the folder `cwd` and in place of the environment of the process in `environment`.

        A hang ends after `seconds` as signal 9, an allocation beyond `memory` fails.  `streams` gives a stream by its
        number another end: ``closed``, ``broken`` (a pipe that nobody reads) or the name of a file.  `signal_after` is
        a signal's number and the seconds after which it is sent.
        """
        order = {
            "arguments": [*map(str, arguments)],
            "given": given,
            "cwd": str(cwd or "."),
            "environment": environment,
            "seconds": seconds,
            "memory": memory,
            "streams": streams or {},
            "signal_after": signal_after,
        }
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        return Done(
            tuple(order["arguments"]),
            answer["code"],
            answer["out"].encode("latin-1"),
            answer["err"].encode("latin-1").decode("utf-8", "backslashreplace"),
            answer["seconds"],
            answer["processor"],
            answer["peak"],
        )


def _serve():
    from importlib import import_module

    for name in _LIGHT if sys.argv[1:] == ["light"] else _IMPORTED:
        import_module(name)
    for line in sys.stdin:
        sys.stdout.write(json.dumps(_run(json.loads(line))) + "\n")
        sys.stdout.flush()


def _run(order):
    with (
        tempfile.TemporaryFile() as given,
        tempfile.TemporaryFile() as out,
        tempfile.TemporaryFile() as err,
    ):
        given.write(order["given"].encode("utf-8", "surrogatepass"))
        given.seek(0)
        started = time.monotonic()
        # A signal that comes before the child is kgraph waits until it is.
        signal.pthread_sigmask(signal.SIG_BLOCK, _INTERRUPTS)
        child = os.fork()
        if child:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, _INTERRUPTS)
        else:
            for number, file in enumerate((given, out, err)):
                os.dup2(file.fileno(), number)
            _be_kgraph(order)
        code, usage = _wait(child, order["seconds"], order["signal_after"])
        out.seek(0)
        err.seek(0)
        return {
            "code": code,
            "out": out.read().decode("latin-1"),
            "err": err.read().decode("latin-1"),
            "seconds": time.monotonic() - started,
            "processor": usage.ru_utime + usage.ru_stime,
            "peak": usage.ru_maxrss * 1024,
        }


def _wait(child, seconds, signal_after):
    handle = os.pidfd_open(child)
    try:
        if signal_after and not select.select([handle], [], [], signal_after[1])[0]:
            os.kill(child, signal_after[0])
        if not select.select([handle], [], [], seconds)[0]:
            os.killpg(child, signal.SIGKILL)
    finally:
        os.close(handle)
    _, status, usage = os.wait4(child, 0)
    return os.waitstatus_to_exitcode(status), usage


def _be_kgraph(order):
    """In the child: run the command line as the console script does, and never come back."""
    import resource
    import traceback
    import warnings

    from kgraph.cli.main import main

    if order["signal_after"]:
        # Python itself leaves a module's file open when it is interrupted while it reads it.
        warnings.simplefilter("ignore", ResourceWarning)

    os.setpgid(0, 0)
    resource.setrlimit(resource.RLIMIT_AS, (order["memory"], order["memory"]))
    for number, end in order["streams"].items():
        _join(int(number), end)
    os.chdir(order["cwd"])
    if order["environment"] is not None:
        os.environ.clear()
        os.environ.update(order["environment"])
    sys.argv = ["kgraph", *order["arguments"]]
    code = 70
    try:
        if sys.stdin is not None:
            sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
        with suppress(KeyboardInterrupt):
            signal.pthread_sigmask(signal.SIG_UNBLOCK, _INTERRUPTS)
        main()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
    except BaseException:  # noqa: BLE001
        traceback.print_exc()
    finally:
        try:
            for stream in (sys.stdout, sys.stderr):
                if stream is not None:
                    stream.flush()
        finally:
            os._exit(code)


def _join(number, end):
    """Give a stream another end; a closed one is None in sys, as it is when Python starts without it."""
    if end == "closed":
        os.close(number)
        setattr(sys, ("stdin", "stdout", "stderr")[number], None)
    elif end == "broken":
        reading, writing = os.pipe()
        os.close(reading)
        os.dup2(writing, number)
        os.close(writing)
    else:
        os.dup2(os.open(end, os.O_RDWR), number)


def standing(folder):
    """What is in a folder: name → (size, time of change, target of a link), for comparing before and after."""
    found = {}
    for path in sorted(Path(folder).rglob("*")):
        state = path.lstat()
        found[str(path)] = (state.st_size, state.st_mtime_ns, os.readlink(path) if path.is_symlink() else "")
    return found


if __name__ == "__main__":
    _serve()
