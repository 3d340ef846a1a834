"""What pip knows this installation as, and how a missing extra is added to it."""

from __future__ import annotations

import os

# The folder that holds the package: of a checkout, the one that pip installs from.
_HOME = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def distribution_name() -> str | None:
    """The name of the distribution whose metadata offers the command `kgraph` of this package.

    The package and its distribution are called differently, because the name of the package is another project's on
    the public index.  None in a checkout that was never installed, which has no metadata.
    """
    from importlib.metadata import entry_points

    package = __name__.partition(".")[0]
    for command in entry_points(group="console_scripts", name=package):
        if command.module.partition(".")[0] == package and command.dist is not None:
            return command.dist.name
    return None


def install_command(extra: str) -> str:
    """What to type to add an extra: it names the installed distribution, or the folder of a checkout without metadata.

    pip takes a distribution that is installed already as it is, and fetches only what the extra lacks.
    """
    return f'pip install "{distribution_name() or _HOME}[{extra}]"'
