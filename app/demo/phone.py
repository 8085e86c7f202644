"""A customer with a link and a phone whose browser runs no script: reads forms off the page and sends them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser

import httpx

from app.demo.crew import TourFailed
from app.demo.outside import Outside, as_facts
from app.domain.orders import Order


class _Forms(HTMLParser):
    """The forms of a page, each with its hidden fields; and its words."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, str]] = []
        self.words: list[str] = []
        self._is_head = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self._is_head = tag in ("style", "title") or (self._is_head and tag == "head")
        if tag == "form":
            self.forms.append({})
        if tag == "input" and given.get("type") == "hidden":
            self.forms[-1][given["name"] or ""] = given["value"] or ""

    def handle_endtag(self, tag: str) -> None:
        if tag in ("style", "title"):
            self._is_head = False

    def handle_data(self, data: str) -> None:
        if not self._is_head:
            self.words.append(data)


@dataclass
class Visitor:
    """One customer; `url` is the link in their message."""

    url: str
    client: httpx.AsyncClient = field(default_factory=lambda: httpx.AsyncClient(trust_env=False))

    async def get(self, query: str = "", **headers: str) -> httpx.Response:
        """The page."""
        return await self.client.get(f"{self.url}{query}", headers=headers)

    async def words(self) -> str:
        """What stands on the page."""
        return " ".join(self._read((await self.get()).text).words)

    async def acts(self) -> set[str]:
        """What there is to say on the page: nothing any more once all is handed over."""
        return {form["act"] for form in self._read((await self.get()).text).forms if "act" in form}

    async def form(self, act: str) -> dict[str, str]:
        """The hidden fields of a form as the page has it now."""
        forms = self._read((await self.get()).text).forms
        return next(form for form in forms if form["act"] == act)

    async def press(self, act: str, **fields: str) -> httpx.Response:
        """Fill in a form and send it."""
        return await self.send({**await self.form(act), **fields})

    async def send(self, form: dict[str, str]) -> httpx.Response:
        """Send that."""
        return await self.client.post(self.url, data=form)

    @staticmethod
    def _read(text: str) -> _Forms:
        parser = _Forms()
        parser.feed(text)
        return parser


@asynccontextmanager
async def phone_of(central: Outside, order: Order) -> AsyncIterator[Visitor]:
    """The phone of whoever ordered that. TourFailed when head office serves no page."""
    link = str(as_facts(await central.post(f"/v1/admin/orders/{order.id}/pickup-code")).get("page", ""))
    if not link:
        raise TourFailed(f"no page for order {order.number}")
    visitor = Visitor(link)
    try:
        yield visitor
    finally:
        await visitor.client.aclose()
