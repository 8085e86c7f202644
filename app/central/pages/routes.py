"""The pages over HTTP: one address, read by GET, said to by POST, which leads back to it."""

import hashlib
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qsl

from litestar import Litestar, Request, Response, get, post
from litestar.datastructures import State
from litestar.di import NamedDependency, Provide
from litestar.exceptions import HTTPException
from litestar.params import FromPath, SkipValidation

from app.central.pages.desk import PagesDesk, Shown
from app.central.pages.limits import Limits
from app.central.pages.links import hash_of
from app.central.pages.view import LANGUAGES, LIVE, Frame, Words, page
from app.domain.errors import Code, Problem
from app.hosting.problems import Incidents

MAX_FORM_BYTES = 4 * 1024
MAX_FIELDS = 12
MAX_TOKEN = 64
AGAIN_S = 15
"""How often a page that may change asks again, seconds."""
FORM_TYPE = "application/x-www-form-urlencoded"

Ask = Request[None, None, State]
WordsOf = Callable[[str, str], Words]
"""The words of a language, with the times of a time zone."""


@dataclass(frozen=True, slots=True)
class PageParts:
    """What the pages are made of. `style` is their style sheet; `default_zone` dates a page of no shop."""

    desk: PagesDesk
    limits: Limits
    words: WordsOf
    style: str
    incidents: Incidents
    default_zone: str = "Europe/Rome"

    @property
    def headers(self) -> dict[str, str]:
        """Nothing is loaded, kept, framed or told to others; the one style sheet is known by its hash."""
        digest = b64encode(hashlib.sha256(self.style.encode()).digest()).decode()
        return {
            "content-security-policy": f"default-src 'none'; style-src 'sha256-{digest}'; form-action 'self'; "
            "frame-ancestors 'none'; base-uri 'none'",
            "referrer-policy": "no-referrer",
            "cache-control": "no-store",
            "x-content-type-options": "nosniff",
            "x-robots-tag": "noindex",
            "cross-origin-opener-policy": "same-origin",
            "permissions-policy": "geolocation=(), camera=(), microphone=()",
        }


Given = NamedDependency[SkipValidation[PageParts]]


@get("/p/{token:str}")
async def show_page(request: Ask, token: FromPath[str], pages: Given) -> Response[str]:
    """The page as it is now."""
    return await _answer(request, token, pages)


@post("/p/{token:str}", status_code=303)
async def say_on_page(request: Ask, token: FromPath[str], pages: Given) -> Response[str]:
    """Take what was said, and back to the page; what does not fit is said on the page itself."""
    form = parse_form(request.headers.get("content-type", ""), await request.body())
    shown = await _find(request, token, pages)
    if shown is None:
        return _drawn(request, pages, None, 404)
    if not pages.limits.said.takes(hash_of(token)):
        return _too_often(request, pages)
    try:
        await pages.desk.say(token, form)
    except Problem as problem:
        if problem.code is not Code.BAD_REQUEST:
            raise
        return _drawn(request, pages, shown, 422, wrong=str(problem.details.get("what", "act")))
    frame = _frame(request, pages)
    return Response("", status_code=303, headers={**pages.headers, "location": frame.to()}, media_type="text/html")


async def _find(request: Ask, token: str, pages: PageParts) -> Shown | None:
    return await pages.desk.show(token) if len(token) <= MAX_TOKEN else None


async def _answer(request: Ask, token: str, pages: PageParts) -> Response[str]:
    shown = await _find(request, token, pages)
    rate = pages.limits.missed if shown is None else pages.limits.shown
    key = (request.client.host if request.client else "") if shown is None else hash_of(token)
    if not rate.takes(key):
        return _too_often(request, pages)
    return _drawn(request, pages, shown, 404 if shown is None else 200)


def _frame(request: Ask, pages: PageParts, wrong: str = "") -> Frame:
    asked = request.query_params.get("lang", "")
    language = asked if asked in LANGUAGES else spoken(request.headers.get("accept-language", ""))
    is_still = request.query_params.get("still", "") == "1"
    return Frame(language, request.url.path, pages.style, is_still, wrong)


def _drawn(request: Ask, pages: PageParts, shown: Shown | None, status: int, wrong: str = "") -> Response[str]:
    frame = _frame(request, pages, wrong)
    words = pages.words(frame.language, pages.default_zone if shown is None else shown.timezone)
    headers = {**pages.headers, "content-language": frame.language, "vary": "accept-language"}
    if shown is not None and shown.stage in LIVE and status == 200 and not frame.is_still:
        headers["refresh"] = f"{AGAIN_S}; url={frame.to()}"
    return Response(page(frame, words, shown), status_code=status, headers=headers, media_type="text/html")


def _too_often(request: Ask, pages: PageParts) -> Response[str]:
    words = pages.words(_frame(request, pages).language, pages.default_zone)
    headers = {**pages.headers, "retry-after": "60"}
    return Response(words.text("page.too_often"), status_code=429, headers=headers, media_type="text/plain")


def parse_form(content_type: str, body: bytes) -> dict[str, str]:
    """The fields of a form, the first of each name; empty when it is none: then nothing was said."""
    if content_type.partition(";")[0].strip().lower() != FORM_TYPE:
        return {}
    try:
        pairs = parse_qsl(
            body.decode("ascii"), keep_blank_values=True, max_num_fields=MAX_FIELDS, errors="replace"
        )
    except ValueError:
        return {}
    return dict(reversed(pairs))


def spoken(header: str) -> str:
    """The language of a browser, of those there are: the one named with most weight, else Italian."""
    best, chosen = 0.0, LANGUAGES[0]
    for part in header[:200].split(","):
        name, _, weight = part.strip().partition(";")
        language = name.strip().lower().partition("-")[0]
        if language in LANGUAGES and (found := _weight(weight)) > best:
            best, chosen = found, language
    return chosen


def _weight(text: str) -> float:
    """`q=0.8`; 1 without, 0 for what is none."""
    name, _, value = text.strip().partition("=")
    if not name:
        return 1.0
    try:
        weight = float(value) if name.strip() == "q" else 0.0
    except ValueError:
        return 0.0
    return weight if 0.0 <= weight <= 1.0 else 0.0


def build_pages(parts: PageParts) -> Litestar:
    """The application; what is not a page is answered as a page that is over."""

    async def provide() -> PageParts:
        return parts

    def refused(request: Ask, exc: Exception) -> Response[str]:
        status = exc.status_code if isinstance(exc, HTTPException) else 404
        headers = {"allow": "GET, POST"} if status == 405 else {}
        made = _drawn(request, parts, None, status)
        made.headers.update(headers)
        return made

    def failed(request: Ask, exc: Exception) -> Response[str]:
        parts.incidents.note(exc)
        words = parts.words(_frame(request, parts).language, parts.default_zone)
        return Response(words.text("page.failed"), status_code=500, headers=parts.headers, media_type="text/plain")

    return Litestar(
        [show_page, say_on_page],
        dependencies={"pages": Provide(provide)},
        exception_handlers={HTTPException: refused, Exception: failed},
        request_max_body_size=MAX_FORM_BYTES,
        openapi_config=None,
        logging_config=None,
        debug=False,
        pdb_on_exception=False,
    )
