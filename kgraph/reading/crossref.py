"""The record of an article from the REST API of Crossref; the one reader that uses the network, and only when asked."""

from __future__ import annotations

from kgraph.errors import DataError
from kgraph.reading.cited_works import CitedWorks, cited_works
from kgraph.reading.file_limits import MAX_DOCUMENT

_ADDRESS = "https://api.crossref.org/works/"
_SECONDS = 30


def fetch_cited_works(doi: str, *, address: str = _ADDRESS) -> CitedWorks:
    """What the article with a DOI cites, as Crossref has it, within 30 seconds.

    Raises DataError for no answer, for one that is too long, and for one that `cited_works` refuses.
    """
    from urllib.error import URLError
    from urllib.parse import quote
    from urllib.request import Request, urlopen

    place = f"{address}{quote(doi, safe='')}"
    # The address is ours, and what is put to it is quoted.
    asked = Request(place, headers={"Accept": "application/json"})  # noqa: S310
    try:
        with urlopen(asked, timeout=_SECONDS) as answer:  # noqa: S310
            body = answer.read(MAX_DOCUMENT + 1)
    except (URLError, OSError) as error:
        raise DataError(f"gives no answer: {getattr(error, 'reason', error)}", file=place) from None
    if len(body) > MAX_DOCUMENT:
        raise DataError("gives an answer that is too long", file=place)
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        raise DataError("gives an answer that is not UTF-8", file=place) from None
    return cited_works(text, place)
