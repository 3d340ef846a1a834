"""A process that answers queries one after the other over its standard streams, for systems that cannot fork.

It loads the store once.  Messages are JSON, one a line; an answer is written to the file that the request names.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from kgraph.errors import DataError, KgraphError
from kgraph.sparql.disk_stores import open_folder
from kgraph.sparql.loading import load_store
from kgraph.sparql.worker_answers import as_message, write_reply


def main() -> None:
    """Answer until the pool closes the stream."""
    setup = json.loads(sys.stdin.readline())
    try:
        files = [Path(file) for file in setup["files"]]
        store = open_folder(Path(setup["folder"])) if setup["folder"] else load_store(files)
    except DataError as error:
        _say({"error": error.as_data()})
        return
    _say({"ready": True})
    for line in sys.stdin:
        request = json.loads(line)
        try:
            with open(request["place"], "wb+") as out:
                reply = write_reply(store, request, out)
        except KgraphError as error:
            reply = {"error": as_message(error)}
        except MemoryError:
            reply = {"error": {"class": "memory", "message": ""}}
        _say(reply)


def _say(message: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()
