"""A value as the JSON body of an answer."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from kgraph.errors import (
    AmbiguousNameError,
    BusyError,
    KgraphError,
    NotAcceptableError,
    QueryLimitError,
    UnknownNameError,
    UsageError,
)
from kgraph.formats.escape import for_json
from kgraph.service.parameter_words import PARAMETERS

if TYPE_CHECKING:
    from starlette.responses import Response


def json_body(value: Any) -> bytes:
    """JSON in UTF-8 with a line end, unseen characters as escapes, as on the command line.

    A lone surrogate, which many readers of JSON refuse, becomes a question mark.  Raises ValueError for a number that
    is none.
    """
    text = json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False)
    return for_json(text.encode("utf-8", "replace").decode("utf-8")).encode("utf-8") + b"\n"


MEDIA_TYPE = "application/problem+json"
RETRY = {"Retry-After": "2"}


class ProblemError(Exception):
    """A request that gets an error for an answer.

    `detail` says what is wrong with which value and what to try; `more` are further members of the problem.
    """

    def __init__(self, status: int, detail: str, *, headers: dict[str, str] | None = None, **more: Any) -> None:
        self.status, self.detail, self.headers, self.more = status, detail, headers or {}, more
        super().__init__(detail)

    @classmethod
    def of(cls, error: KgraphError) -> ProblemError:
        """The problem that an error of the library is."""
        detail = error.said(PARAMETERS)
        if isinstance(error, UnknownNameError):
            return cls(404, detail, suggestions=list(error.suggestions))
        if isinstance(error, AmbiguousNameError):
            return cls(409, detail, candidates=list(error.candidates))
        if isinstance(error, QueryLimitError):
            # Asked again, it would go over the limit again.
            return cls(422, detail, limit=error.limit)
        if isinstance(error, BusyError):
            return cls(503, detail, headers=RETRY)
        return cls(next((status for kind, status in _STATUS.items() if isinstance(error, kind)), 500), detail)


# The kinds of error that are the request's own fault, the special before the general.
_STATUS = {NotAcceptableError: 406, UsageError: 400}


def problem_body(status: int, detail: str, **more: Any) -> bytes:
    """A problem as JSON."""
    problem = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail, **more}
    return json_body(problem)


def problem_response(problem: ProblemError) -> Response:
    """A problem as an answer."""
    from starlette.responses import Response

    body = problem_body(problem.status, problem.detail, **problem.more)
    return Response(body, status_code=problem.status, media_type=MEDIA_TYPE, headers=problem.headers)
