"""rdflib that prints nothing about values that are not of their datatype, and leaves them as they are."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def quiet_rdflib() -> Iterator[None]:
    """Inside of it rdflib makes terms and reads files in silence; the values stay as they are written.

    Whether a value is of its datatype is for the shapes to say, with its place.
    """
    import rdflib

    log = logging.getLogger("rdflib.term")
    before, log.disabled = log.disabled, True
    rewriting, rdflib.NORMALIZE_LITERALS = rdflib.NORMALIZE_LITERALS, False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        log.disabled = before
        rdflib.NORMALIZE_LITERALS = rewriting
