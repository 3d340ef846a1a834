"""Licences of imported data: which one a source has, and whether what was made from it may be passed on."""

from __future__ import annotations

import re
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
# What licences of Creative Commons ask, by their letters, and how others word it.
_ASKED = (
    ("NC", re.compile(r"non[ -]?commercial", re.IGNORECASE), "not for commercial use"),
    ("SA", re.compile(r"share[ -]?alike", re.IGNORECASE), "share under the same licence"),
)
_NO_DERIVATIVES = re.compile(r"no[ -]?deriv", re.IGNORECASE)
_CREATIVE = re.compile(
    r"(?:creativecommons\.org/licenses/|CC[ -])(BY(?:[ -](?:NC|ND|SA))*)[ /-]?(\d\.\d)?", re.IGNORECASE
)
_ZERO = re.compile(r"CC[ -]?0\b|creativecommons\.org/publicdomain/zero/|public domain", re.IGNORECASE)
_SHARED = frozenset({"ODbL-1.0", "GPL-3.0"})
# What says that nothing is allowed, and what says nothing.
_RESERVED = re.compile(r"all[ -]rights[ -]reserved|\bprivate\b|\bproprietary\b|\bconfidential\b", re.IGNORECASE)
_UNSAID = re.compile(r"(?:.*/)?(?:unspecified|unknown|none|n/a)|", re.IGNORECASE)
_AND = " AND "


@frozen
class Standing:
    """What may be done with what was made from a source: `open`, `marked` with terms, or `refused` with a reason."""

    standing: str
    words: str


def licence_iri(licence: str) -> str:
    """The address of a licence by its SPDX identifier; an address, several, or an unknown one come back as they are."""
    name = "" if _AND in licence else _name(licence)
    if name in _IRIS or not (found := re.fullmatch(r"CC-(BY[A-Z-]*)-(\d\.\d)", name)):
        return _IRIS.get(name, licence)
    return f"https://creativecommons.org/licenses/{found[1].lower()}/{found[2]}/"


def standing_of(licence: str) -> Standing:
    """Whether data under a licence may be passed on after they were merged, and on what terms.

    Refused are licences that allow no derivatives or nothing at all, and data of which nobody said a licence.  An
    unknown licence that somebody named is marked with its name, for whoever passes the data on to read.  Of several
    licences (`all_of`) the strictest decides, and all terms hold.
    """
    parts = [_standing(part) for part in licence.split(_AND)]
    strictest = max((part.standing for part in parts), key=(OPEN, MARKED, REFUSED).index)
    words = dict.fromkeys(part.words for part in parts if part.standing == strictest)
    return Standing(strictest, "; ".join(words))


def _standing(licence: str) -> Standing:
    name = _name(licence)
    if _UNSAID.fullmatch(name):
        return Standing(REFUSED, "no licence is known")
    if name in _FREE:
        return Standing(OPEN, "no conditions")
    letters = name.upper().split("-") if _CREATIVE.match(name) else []
    if "ND" in letters or _NO_DERIVATIVES.search(name):
        return Standing(REFUSED, f"{name} allows no derived data")
    if _RESERVED.search(name):
        return Standing(REFUSED, f"{name!r} allows nothing")
    known = name in _IRIS or bool(letters)
    terms = ["name the source" if known else "name the source and its licence"]
    terms += [words for letter, wording, words in _ASKED if letter in letters or wording.search(name)]
    terms += ["share under the same licence"] if name in _SHARED else []
    return Standing(MARKED, ", ".join(terms))


def all_of(licences: Iterable[str]) -> str:
    """One text for all the licences that are said, sorted; those that say nothing are left out.

    >>> from kgraph.workspaces.licences import all_of
    >>> all_of(["CC BY 4.0", "https://creativecommons.org/publicdomain/zero/1.0/"])
    'CC-BY-4.0 AND CC0-1.0'
    """
    return _AND.join(sorted({_name(one) for one in licences if not _UNSAID.fullmatch(one.strip())}))


def licence_of(sources: Iterable[str]) -> str:
    """The licence of what comes from sources by these names; empty where it is not known of each, or not the same."""
    found = {OF_SOURCES.get(source, "") for source in sources}
    return found.pop() if len(found) == 1 else ""


def _name(licence: str) -> str:
    """The SPDX identifier that a text or an address stands for; the text itself where it stands for none."""
    written = licence.strip()
    wanted = re.sub("^http:", "https:", written.casefold()).rstrip("/")
    for name, iri in _IRIS.items():
        if wanted in (name.casefold(), iri.casefold().rstrip("/"), name.replace("-", " ").casefold()):
            return name
    if _ZERO.match(wanted):
        return "CC0-1.0"
    found = _CREATIVE.match(re.sub("^https://", "", wanted))
    if found and found[2]:
        return f"CC-{found[1].upper().replace(' ', '-')}-{found[2]}"
    return written
