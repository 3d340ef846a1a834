"""The choices of a path search as options of the command line, made from where they are declared."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

import click

from kgraph.cli.options import Command, Seconds
from kgraph.paths.search_options import PATH_OPTIONS, PathOption, PathOptions

_KINDS: dict[str, Callable[[PathOption], click.ParamType[Any]]] = {
    "whole": lambda option: click.IntRange(option.least, option.most),
    "seconds": lambda _: Seconds(min=0, min_open=True),
    "choice": lambda option: click.Choice(option.choices),
}


def path_options(command: Command) -> Command:
    """Add the options of a path search; the command takes them as `options`."""

    @wraps(command)
    def collected(*given: Any, **others: Any) -> Any:
        options = cast("PathOptions", {option.name: others.pop(option.name) for option in PATH_OPTIONS})
        return command(*given, options=options, **others)

    added: Command = collected
    for option in reversed(PATH_OPTIONS):
        added = _click_option(option)(added)
    return added


def option_name(name: str) -> str:
    """What a choice is called here: ``max_hops`` is ``--max-hops``."""
    return f"--{name.replace('_', '-')}"


def _click_option(option: PathOption) -> Callable[[Command], Command]:
    name = option_name(option.name)
    if option.kind == "flag":
        flags = f"{name}/--no-{name.removeprefix('--')}" if option.default else name
        return click.option(flags, is_flag=True, default=option.default, help=option.help)
    if option.many:
        words = f"{option.help} May be repeated."
        return click.option(name, multiple=True, type=_type(option), metavar=_metavar(option), help=words)
    is_number = option.kind in ("whole", "seconds")
    return click.option(
        name,
        type=_type(option),
        metavar=_metavar(option),
        default=option.default or None,
        show_default=is_number,
        help=option.help,
    )


def _type(option: PathOption) -> click.ParamType[Any] | None:
    return _KINDS[option.kind](option) if option.kind in _KINDS else None


def _metavar(option: PathOption) -> str | None:
    return None if option.kind in _KINDS else "NAME"
