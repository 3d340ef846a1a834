"""Real SPARQL servers over empty folders, on loopback, for as long as a block runs."""

import os
import shutil
import socket
import subprocess
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

OXIGRAPH = Path(os.environ["KGRAPH_READERS"]).absolute() / "oxigraph" / "bin" / "oxigraph"
# What Debian's configuration says, with the folder, the ports and the row limit of this test.
VIRTUOSO = """[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
TransactionFile = {folder}/virtuoso.trx
LockFile = {folder}/virtuoso.lck
[TempDatabase]
DatabaseFile = {folder}/temporary.db
TransactionFile = {folder}/temporary.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {folder}
[SPARQL]
ResultSetMaxRows = 10000
"""


class Server(NamedTuple):
    """The addresses of a server, and what a push to it needs besides."""

    query: str
    update: str
    push: tuple[str, ...]


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return listening.getsockname()[1]


def wait_for(address, process):
    """Wait until a server answers; what it wrote is shown where it ends before."""
    for _ in range(600):
        assert process.poll() is None
        try:
            urllib.request.urlopen(f"{address}?query=ASK%20%7B%7D", timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(address)


@contextmanager
def oxigraph(folder):
    """Oxigraph's own server."""
    port = free_port()
    command = [OXIGRAPH, "serve", "--location", folder, "--bind", f"127.0.0.1:{port}"]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        address = f"http://127.0.0.1:{port}"
        wait_for(f"{address}/query", process)
        yield Server(f"{address}/query", f"{address}/update", ("--query-at", f"{address}/query"))
        process.terminate()


@contextmanager
def virtuoso(folder):
    """Virtuoso, in which everybody may change what is there, as its manual says how."""
    sql, http = free_port(), free_port()
    settings = folder / "virtuoso.ini"
    settings.write_text(VIRTUOSO.format(folder=folder, sql=sql, http=http), encoding="utf-8")
    with subprocess.Popen(
        [shutil.which("virtuoso-t"), "+foreground", "+configfile", settings],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        address = f"http://127.0.0.1:{http}/sparql"
        wait_for(address, process)
        isql = [shutil.which("isql-vt"), f"127.0.0.1:{sql}", "dba", "dba"]
        subprocess.run([*isql, 'exec=GRANT SPARQL_UPDATE TO "SPARQL";'], check=True, capture_output=True, timeout=60)
        yield Server(address, address, ("--graph", "https://lab.example.org/graph"))
        process.terminate()


SERVERS = {"oxigraph": oxigraph, "virtuoso": virtuoso}
