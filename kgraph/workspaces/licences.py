"""Licences of imported data: which one a source has, and whether what was made from it may be passed on."""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType

from kgraph.frozen import frozen

OPEN, MARKED, REFUSED = "open", "marked", "refused"
# Of projects that publish all of their data under one licence, by the name of the source that their importer gives.
OF_SOURCES = MappingProxyType({"drugmechdb": "CC0-1.0", "dismech": "CC-BY-4.0", "physiomap": "CC-BY-4.0"})
_IRIS = MappingProxyType(
    {
        "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
        "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
        "CC-BY-SA-4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
        "CC-BY-NC-4.0": "https://creativecommons.org/licenses/by-nc/4.0/",
        "CC-BY-NC-SA-4.0": "https://creativecommons.org/licenses/by-nc-sa/4.0/",
        "CC-BY-ND-4.0": "https://creativecommons.org/licenses/by-nd/4.0/",
        "CC-BY-NC-ND-4.0": "https://creativecommons.org/licenses/by-nc-nd/4.0/",
        "MIT": "https://spdx.org/licenses/MIT",
        "Apache-2.0": "https://spdx.org/licenses/Apache-2.0",
        "BSD-2-Clause": "https://spdx.org/licenses/BSD-2-Clause",
        "BSD-3-Clause": "https://spdx.org/licenses/BSD-3-Clause",
        "ODbL-1.0": "https://spdx.org/licenses/ODbL-1.0",
        "PDDL-1.0": "https://spdx.org/licenses/PDDL-1.0",
    }
)
_FREE = frozenset({"CC0-1.0", "PDDL-1.0"})
_NO_DERIVATIVES = frozenset({"CC-BY-ND-4.0", "CC-BY-NC-ND-4.0"})
_TERMS = MappingProxyType(
    {
        "CC-BY-SA-4.0": "name the source, share under the same licence",
        "CC-BY-NC-4.0": "name the source, not for commercial use",
        "CC-BY-NC-SA-4.0": "name the source, not for commercial use, share under the same licence",
        "ODbL-1.0": "name the source, share under the same licence",
    }
)


@frozen
class Standing:
    """What may be done with what was made from a source: `open`, `marked` with terms, or `refused` with a reason."""

    standing: str
    words: str


def licence_iri(licence: str) -> str:
    """The address of a licence by its SPDX identifier; what is an address already, or unknown, comes back as it is."""
    return _IRIS.get(_name(licence), licence)


def standing_of(licence: str) -> Standing:
    """Whether data under a licence may be passed on after they were merged, and on what terms.

    Refused are licences that allow no derivatives, and data of which nobody said a licence.  An unknown licence that
    somebody named is marked with its name, for whoever passes the data on to read.
    """
    name = _name(licence)
    if not name:
        return Standing(REFUSED, "no licence is known")
    if name in _FREE:
        return Standing(OPEN, "no conditions")
    if name in _NO_DERIVATIVES:
        return Standing(REFUSED, f"{name} allows no derived data")
    return Standing(MARKED, _TERMS.get(name, "name the source and its licence"))


def licence_of(sources: Iterable[str]) -> str:
    """The licence of what comes from sources by these names; empty where it is not known of each, or not the same."""
    found = {OF_SOURCES.get(source, "") for source in sources}
    return found.pop() if len(found) == 1 else ""


def _name(licence: str) -> str:
    """The SPDX identifier that a text or an address stands for; the text itself where it stands for none."""
    wanted = licence.strip().casefold().rstrip("/")
    for name, iri in _IRIS.items():
        if wanted in (name.casefold(), iri.casefold().rstrip("/"), name.replace("-", " ").casefold()):
            return name
    return licence.strip()
