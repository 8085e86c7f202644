"""A customer's page in HTML: one column, plain forms, works without script and from 320 pixels on."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import segno

from app.central.pages.desk import Shown, Stage
from app.central.pages.markup import Html, el, joined, raw
from app.domain.announcing import MINUTES, MOST_WORDS, Colour

TILES = 9
"""More bays than that are a list to choose from."""
LANGUAGES = ("it", "en")
LIVE = frozenset({Stage.ON_THE_WAY, Stage.HERE, Stage.SERVED})
"""Stages that change by themselves: the page asks again."""


class Formats(Protocol):
    """Times and amounts as they are written in a language."""

    def money(self, minor: int, currency: str = "EUR") -> str:
        """`12,10 €`; `minor` counts cents."""

    def time(self, moment_at: datetime) -> str:
        """`10:44`."""

    def spoken_day(self, moment: datetime) -> str:
        """`giovedì 5 marzo`."""


class Words(Protocol):
    """The texts of one language and the formats of one time zone."""

    @property
    def formats(self) -> Formats:
        """Its formats."""

    def text(self, text_id: str, /, **values: str | int) -> str:
        """A text."""

    def plural(self, text_id: str, n: int, /, **values: str | int) -> str:
        """The form of a text for `n`."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What every page has: language, its own address without a query, whether it asks again, its style sheet.

    `wrong` names the field that did not fit.
    """

    language: str
    path: str
    style: str
    is_still: bool = False
    wrong: str = ""

    def to(self, *, language: str = "", is_still: bool | None = None) -> str:
        """The address of this page, in a language, asking again or not."""
        still = self.is_still if is_still is None else is_still
        return f"{self.path}?lang={language or self.language}{'&still=1' if still else ''}"


def page(frame: Frame, words: Words, shown: Shown | None) -> str:
    """The whole document; without anything to show it says that the page is over."""
    view = _View(frame, words)
    title, body = view.over() if shown is None else view.body(shown)
    head = el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", name="robots", content="noindex, nofollow"),
        el("title", title),
        el("style", raw(frame.style)),
    )
    content = el("body", view.header(shown), el("main", body), view.footer())
    return f"<!doctype html>{el('html', head, content, lang=frame.language).text}"


@dataclass(frozen=True, slots=True)
class _View:
    frame: Frame
    words: Words

    def text(self, name: str, /, **values: str | int) -> str:
        return self.words.text(f"page.{name}", **values)

    def over(self) -> tuple[str, Html]:
        title = self.text("over")
        return title, joined(el("h1", title), el("p", self.text("over.line"), class_="lead"))

    def header(self, shown: Shown | None) -> Html:
        if shown is None:
            return el("header", el("p", self.text("name"), class_="shop"))
        number = self.text("order", number=shown.number_end)
        return el("header", el("p", shown.shop, class_="shop"), el("p", number, class_="small"))

    def footer(self) -> Html:
        other = next(name for name in LANGUAGES if name != self.frame.language)
        name = self.text("language")
        return el("footer", el("a", name, href=self.frame.to(language=other), lang=other, hreflang=other))

    def body(self, shown: Shown) -> tuple[str, Html]:
        title, lead, *rest = {
            Stage.COMING: self._coming,
            Stage.ON_THE_WAY: self._on_the_way,
            Stage.HERE: self._here,
            Stage.SERVED: self._served,
            Stage.DONE: self._done,
        }[shown.stage](shown)
        tick = el("i", class_="tick", aria_hidden="true") if shown.stage is Stage.DONE else None
        ask = self._again() if shown.stage in LIVE else None
        first = [self._wrong(), tick, el("h1", title), el("p", lead, class_="lead")]
        return title, joined(*first, *rest, self._changes(shown), ask, self._where(shown))

    # the stages: a title, a sentence, and what may be done

    def _coming(self, shown: Shown) -> tuple[str, str, *tuple[Html | None, ...]]:
        title = self.text("ready" if shown.is_ready else "preparing")
        lead = self._bags(shown) if shown.is_ready else self.text("preparing.line")
        minutes = [el("option", self.text("minutes.none"), value="")]
        minutes += [el("option", self.words.plural("page.minutes", n), value=str(n)) for n in MINUTES]
        choose = joined(
            el("label", self.text("minutes.ask"), for_="minutes"),
            el("select", *minutes, id="minutes", name="minutes"),
        )
        start = self._form("on_the_way", shown, "start", choose, self._car(), self._kept())
        return title, lead, start, self._there_now(shown), el("p", self.text("on_foot"), class_="small")

    def _on_the_way(self, shown: Shown) -> tuple[str, str, *tuple[Html | None, ...]]:
        lead = self.text("way.line")
        if shown.expected_at is not None:
            lead = self.text("way.at", time=self.words.formats.time(shown.expected_at))
        car = () if shown.has_car else (self._car(), self._kept())
        arrive = self._form("here", shown, "here.say", self._place(shown), *car)
        return self.text("way"), lead, self._unknown(shown), arrive, self._leave(shown)

    def _here(self, shown: Shown) -> tuple[str, str, *tuple[Html | None, ...]]:
        lead = self.text("here.line" if shown.is_ready else "here.preparing")
        rest = self._steps(shown), self._code(shown), self._moved(shown), self._leave(shown)
        return self.text("here"), lead, self._unknown(shown), *rest

    def _served(self, shown: Shown) -> tuple[str, str, *tuple[Html | None, ...]]:
        title = self.text("served.bay", bay=shown.place) if shown.place else self.text("served")
        lead = self.words.plural("page.served.bags", shown.bags) if shown.bags else self.text("served.line")
        return title, lead, self._steps(shown), self._code(shown), self._moved(shown), self._leave(shown)

    def _done(self, shown: Shown) -> tuple[str, str, *tuple[Html | None, ...]]:
        formats, at = self.words.formats, shown.since_at
        when = "" if at is None else self.text("done.at", day=formats.spoken_day(at), time=formats.time(at))
        lines = el("p", self.text("done.missing")), el("p", self.text("done.forgotten"), class_="small")
        return self.text("done"), when, *lines

    # their parts

    def _bags(self, shown: Shown) -> str:
        return self.words.plural("page.bags", shown.bags) if shown.bags else self.text("ready.line")

    def _wrong(self) -> Html | None:
        if not self.frame.wrong:
            return None
        known = {"where", "bay", "minutes"}
        name = self.frame.wrong if self.frame.wrong in known else "act"
        return el("p", self.text(f"wrong.{name}"), class_="wrong", role="alert")

    def _unknown(self, shown: Shown) -> Html:
        """Said by the customer, but not heard by the shop yet."""
        said = self.text("known" if shown.is_known else "unknown")
        return el("p", said, class_="small", role="status")

    def _form(self, act: str, shown: Shown, button: str, *inside: Html, kind: str = "main") -> Html:
        return el(
            "form",
            el("input", type="hidden", name="act", value=act),
            el("input", type="hidden", name="n", value=str(shown.n)),
            *inside,
            el("button", self.text(button), class_=kind),
            method="post",
            action=self.frame.to(),
        )

    def _there_now(self, shown: Shown) -> Html:
        inside = self._form("here", shown, "here.say", self._place(shown), kind="plain")
        return self._folded("there", inside, is_open=self.frame.wrong in ("where", "bay"))

    def _moved(self, shown: Shown) -> Html:
        inside = self._form("here", shown, "moved.say", self._place(shown), kind="plain")
        return self._folded("moved", inside, is_open=self.frame.wrong in ("where", "bay"))

    def _leave(self, shown: Shown) -> Html:
        line = el("p", self.text("leave.line"))
        return self._folded("leave", self._form("leave", shown, "leave.say", line, kind="plain"))

    def _folded(self, name: str, inside: Html, *, is_open: bool = False) -> Html:
        return el("details", el("summary", self.text(name)), inside, open=is_open)

    def _place(self, shown: Shown) -> Html:
        """The bays as tiles, or as a list; where there are none, or none is seen, the car in words."""
        words = joined(
            el("label", self.text("words.ask" if shown.bays else "words.only"), for_="words"),
            el("input", id="words", name="words", maxlength=str(MOST_WORDS), autocomplete="off"),
        )
        if not shown.bays:
            return words
        if len(shown.bays) > TILES:
            options = [el("option", self.text("bay.none"), value="")]
            options += [el("option", number, value=code) for code, number in shown.bays]
            chosen = joined(
                el("label", self.text("bay.ask"), for_="bay"), el("select", *options, id="bay", name="bay")
            )
            return joined(chosen, words)
        tiles = [
            el("label", el("input", type="radio", name="bay", value=code), el("span", number), class_="tile")
            for code, number in shown.bays
        ]
        line = el("p", self.text("bay.line"), class_="small")
        legend = el("legend", self.text("bay.ask"))
        return joined(el("fieldset", legend, line, el("div", *tiles, class_="tiles")), words)

    def _car(self) -> Html:
        swatches = [
            el(
                "label",
                el("input", type="radio", name="colour", value=colour.value),
                el("i", class_=f"swatch {colour}", aria_hidden="true"),
                el("span", self.text(f"colour.{colour}")),
                class_="colour",
            )
            for colour in Colour
        ]
        legend = el("legend", self.text("colour.ask"), " ", el("small", self.text("optional")))
        return joined(
            el("fieldset", legend, el("div", *swatches, class_="colours")),
            el("label", self.text("plate.ask"), " ", el("small", self.text("optional")), for_="plate"),
            el("input", id="plate", name="plate", maxlength="10", autocomplete="off", class_="short"),
        )

    def _kept(self) -> Html:
        return el("p", self.text("kept"), class_="small")

    def _steps(self, shown: Shown) -> Html:
        """Told, on our way, handed over; the one that goes on is named as that."""
        time = self.words.formats.time
        is_served = shown.stage is Stage.SERVED
        told = "" if shown.since_at is None else self.text("step.since", time=time(shown.since_at))
        coming = "" if shown.claimed_at is None else self.text("step.since", time=time(shown.claimed_at))
        place = self.text("step.bay", bay=shown.place) if shown.place else ""
        steps = (
            ("step.told", ", ".join(part for part in (told, place) if part), True, not is_served),
            ("step.coming", coming, False, is_served),
            ("step.given", self.text("step.boot"), False, False),
        )
        items = [
            el(
                "li",
                el("span", self.text(name), class_="step"),
                el("span", line, class_="small") if line else None,
                class_="past" if is_past else None,
                aria_current="step" if is_now else None,
            )
            for name, line, is_past, is_now in steps
        ]
        return el("ol", *items, class_="steps")

    def _code(self, shown: Shown) -> Html | None:
        if not shown.code:
            return None
        drawn = segno.make_qr(shown.code, error="l").svg_inline(border=4, dark="#000", light="#fff", omitsize=True)
        figure = el("div", raw(drawn), class_="code", role="img", aria_label=self.text("code.name"))
        return el("section", figure, el("p", self.text("code.show")), class_="card")

    def _changes(self, shown: Shown) -> Html | None:
        """What is not as ordered: who comes knows it before they stand there."""
        if not shown.changes and not shown.weights:
            return None
        told = [
            self.text("changed.swap", name=name, given=given) if given else self.text("changed.gone", name=name)
            for name, given in shown.changes
        ]
        for line in shown.weights:
            grams = {"ordered": line.ordered_g, "weighed": line.weighed_g}
            amount = self.words.formats.money(line.cost, shown.currency)
            told.append(self.text("changed.weight", name=line.name, **grams, amount=amount))
        money = el("p", self.text("changed.money"), class_="small")
        return el("section", el("h2", self.text("changed")), el("ul", *(el("li", line) for line in told)), money)

    def _again(self) -> Html:
        name = "again.on" if self.frame.is_still else "again.off"
        line = self.text("again.still" if self.frame.is_still else "again.line")
        link = el("a", self.text(name), href=self.frame.to(is_still=not self.frame.is_still))
        now = el("a", self.text("again.now"), href=self.frame.to())
        return el("p", line, " ", link, " · ", now, class_="small")

    def _where(self, shown: Shown) -> Html:
        hold = None
        if shown.hold_until is not None and shown.stage in (Stage.COMING, Stage.ON_THE_WAY):
            hold = el("p", self.text("hold", day=self.words.formats.spoken_day(shown.hold_until)), class_="small")
        return el("section", el("p", _place_of(shown), class_="small"), hold)


def _place_of(shown: Shown) -> str:
    """Name and address; a shop that is called as its street says so once."""
    called, at = (set(words.replace(",", " ").casefold().split()) for words in (shown.shop, shown.address))
    if called <= at:
        return shown.address
    return f"{shown.shop}, {shown.address}" if shown.address else shown.shop
