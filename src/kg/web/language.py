"""The language of a page: Vietnamese, or English where it is asked for by `lang` or preferred by `Accept-Language`."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal, TypeAlias

from starlette.requests import Request

Language: TypeAlias = Literal["vi", "en"]

_READ = 1000
"""Characters of a header that are read: longer ones are nobody's wish, but work, and are remembered."""


def language_of(request: Request) -> Language:
    """The language that a request wants its page in: `lang`, else the better liked one, else Vietnamese."""
    asked = explicit(request)
    return asked or preferred(", ".join(request.headers.getlist("accept-language"))[:_READ])


def explicit(request: Request) -> Language | None:
    """The language that the address asks for, if it asks for one that there is."""
    match request.query_params.get("lang"):
        case "en":
            return "en"
        case "vi":
            return "vi"
        case _:
            return None


@lru_cache(maxsize=512)
def preferred(accept_language: str) -> Language:
    """The better liked of the two languages (RFC 9110, section 12.5.4); Vietnamese where both are liked alike.

    >>> preferred("en-GB,en;q=0.9,vi;q=0.8"), preferred("fr"), preferred("")
    ('en', 'vi', 'vi')
    """
    liked = {"vi": 0.0, "en": 0.0}
    for part in accept_language.split(","):
        range_, _, parameters = part.strip().partition(";")
        name = range_.strip().lower().partition("-")[0]
        if name in liked:
            liked[name] = max(liked[name], _quality(parameters))
    return "en" if liked["en"] > liked["vi"] else "vi"


def _quality(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return min(max(float(value), 0.0), 1.0)
    except ValueError:
        return 0.0
