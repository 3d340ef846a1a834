"""Messages between a pool and its workers: JSON with its length in front, and open files beside it."""

from __future__ import annotations

import json
import socket
import struct
from typing import Any

_LENGTH = struct.Struct("!I")
_CHUNK = 65536


def send(channel: socket.socket, message: dict[str, Any], *files: int) -> None:
    """Send one message with the open files that it is about.  Raises OSError when the other side is gone."""
    raw = json.dumps(message).encode()
    packet = _LENGTH.pack(len(raw)) + raw
    sent = socket.send_fds(channel, [packet], files) if files else channel.send(packet)
    channel.sendall(packet[sent:])


def receive(channel: socket.socket) -> tuple[dict[str, Any], list[int]]:
    """The next message and its files.  Raises EOFError at the end, TimeoutError, or another OSError."""
    raw, files, _, _ = socket.recv_fds(channel, _LENGTH.size, 1)
    while len(raw) < _LENGTH.size:
        raw += _some(channel, _LENGTH.size - len(raw), raw)
    (length,) = _LENGTH.unpack(raw)
    body = bytearray()
    while len(body) < length:
        body += _some(channel, min(_CHUNK, length - len(body)), b"body")
    return json.loads(body), list(files)


def _some(channel: socket.socket, most: int, already: bytes) -> bytes:
    chunk = channel.recv(most)
    if not chunk:
        raise EOFError("the other side is gone" + (" in the middle of a message" if already else ""))
    return chunk
