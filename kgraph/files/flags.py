"""How files are opened by number, as far as the system at hand has a word for it; Windows lacks most of them."""

from __future__ import annotations

import os

# Bytes as they are, in a handle that no child inherits.
_PLAIN = getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOINHERIT", 0)
# A pipe without a writer is not waited for.
READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | _PLAIN
# The file of this very name, and not one that a link leads to.
CHANGE = os.O_RDWR | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0) | _PLAIN
FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | _PLAIN
# Gone with the process that has it open, where the system can do that.
GOES_WITH_HOLDER = getattr(os, "O_TEMPORARY", 0)
