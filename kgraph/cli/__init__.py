"""The command line: parse, call one function, present."""

import os
import sys
from signal import SIG_DFL, SIGINT, default_int_handler, getsignal, signal

_PROGRAMS = frozenset({"kgraph", "kgraph.exe", "__main__.py"})

# The program imports this first.  Until `main` hears Ctrl-C, it ends all at once and without a word.
if os.path.basename(sys.argv[0]) in _PROGRAMS and getsignal(SIGINT) is default_int_handler:
    signal(SIGINT, SIG_DFL)
