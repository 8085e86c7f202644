"""How the line to the shop platform is, for people as a page without scripts, for machines as metrics."""

import base64
import binascii
import hmac
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from html import escape

from litestar import Request, Response, Router, get
from litestar.connection import ASGIConnection
from litestar.datastructures import State
from litestar.di import NamedDependency, Provide
from litestar.exceptions import NotAuthorizedException
from litestar.handlers import BaseRouteHandler
from litestar.params import SkipValidation
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from app.central.connectors.intents import open_intents
from app.central.intake.health import BESIDE, Health
from app.central.intake.stages import Progress
from app.domain.errors import Code
from app.hosting.node_access import NodeAccess
from app.node.documents import open_attention
from app.node.ports import NodeTx

METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_MOST = 10_000
_HEADERS = {
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'",
    "cache-control": "no-store",
    "refresh": "5",
}
_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;margin:2rem;max-width:60rem;color:#1b1b1b;background:#fff}"
    "table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.35rem .8rem .35rem 0;"
    "border-bottom:1px solid #ccc}.n{text-align:right}.bad{color:#a3000b;font-weight:600}"
)


@dataclass(frozen=True, slots=True)
class Counts:
    """What the store says: effects owed to the platform, since when, and parked; all that waits for a person."""

    owed: int
    owed_since_at: datetime | None
    parked: int
    attention: int


@dataclass(frozen=True, slots=True)
class StatusDesk:
    """Answers how it goes; lives on the host's event loop. `text` finds a word of the page by its id, `explain`
    says why something failed, by our code or the platform's own."""

    health: Health
    access: NodeAccess
    now_at: Callable[[], datetime]
    text: Callable[[str], str]
    explain: Callable[[str], str]

    async def page(self) -> str:
        """The page."""
        counts = await self.access.read(_counts)
        return _Page(self.health, counts, self.now_at(), self.text, self.explain).html()

    async def metrics(self) -> bytes:
        """The metrics, in Prometheus' text format."""
        registry = CollectorRegistry(auto_describe=False)
        counts = await self.access.read(_counts)
        registry.register(_Metrics(self.health, counts, self.now_at()))
        return generate_latest(registry)


def _counts(tx: NodeTx) -> Counts:
    waiting = open_attention(tx, "", _MOST)
    parked = sum(item.code == Code.OUTWARD_PARKED for item in waiting)
    owed = [intent for intent in open_intents(tx, _MOST) if not intent.is_put_off]
    since_at = min((intent.created_at for intent in owed), default=None)
    return Counts(len(owed), since_at, parked, len(waiting))


def _age_s(counts: Counts, now_at: datetime) -> float:
    """How long the oldest effect has been owed, seconds."""
    return 0.0 if counts.owed_since_at is None else max(0.0, (now_at - counts.owed_since_at).total_seconds())


@dataclass(eq=False, slots=True)
class _Metrics(Collector):
    health: Health
    counts: Counts
    now_at: datetime

    def collect(self) -> Iterator[Metric]:
        """One reading of everything."""
        label = [self.health.platform]
        up = GaugeMetricFamily("bancone_platform_up", "The platform answered last time.", labels=["platform"])
        up.add_metric(label, float(self.health.is_up))
        yield up
        asked = GaugeMetricFamily(
            "bancone_platform_asked_timestamp_seconds",
            "When it was asked to the end.",
            labels=["platform", "what"],
        )
        taken = CounterMetricFamily(
            "bancone_platform_taken", "Things it told, repeats included.", labels=["platform", "what"]
        )
        fine = GaugeMetricFamily(
            "bancone_platform_fine", "Whether it went well last time.", labels=["platform", "what"]
        )
        for name, stage in self.health.stages.items():
            fine.add_metric([*label, name], float(not stage.code))
            if stage.asked_at is not None:
                asked.add_metric([*label, name], stage.asked_at.timestamp())
            if name not in BESIDE:
                taken.add_metric([*label, name], stage.progress.done)
        yield from (asked, taken, fine)
        if self.health.lag_s is not None:
            lag = GaugeMetricFamily(
                "bancone_platform_lag_seconds", "Age of an order's change when it came in.", labels=["platform"]
            )
            lag.add_metric(label, self.health.lag_s)
            yield lag
        for name, says, value in (
            ("bancone_platform_owed", "Effects it has not confirmed.", self.counts.owed),
            ("bancone_platform_owed_age_seconds", "Age of the oldest of them.", _age_s(self.counts, self.now_at)),
            ("bancone_platform_parked", "Effects that wait for a person.", self.counts.parked),
            ("bancone_attention_open", "All that waits for a person.", self.counts.attention),
        ):
            yield GaugeMetricFamily(name, says, value=value)


@dataclass(frozen=True, slots=True)
class _Page:
    """The page, of what is known at one moment."""

    health: Health
    counts: Counts
    now_at: datetime
    text: Callable[[str], str]
    explain: Callable[[str], str]

    def html(self) -> str:
        """All of it."""
        health, text = self.health, self.text
        heads = "".join(
            f"<th>{escape(text(f'status.head.{name}'))}</th>" for name in ("what", "taken", "asked", "state")
        )
        title = escape(f"{text('status.title')}: {health.platform}")
        state = text("status.up" if health.is_fine else "status.down")
        return (
            f'<!doctype html><meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style><h1>{title}</h1>'
            f'<p class="{"" if health.is_fine else "bad"}">{escape(state)}</p>'
            f"<table><tr>{heads}</tr>{''.join(map(self._line, health.stages))}</table>"
            f"<h2>{escape(text('status.more'))}</h2><table>{''.join(self._facts())}</table>"
        )

    def _line(self, name: str) -> str:
        stage = self.health.stages[name]
        age = "" if stage.asked_at is None else f"{(self.now_at - stage.asked_at).total_seconds():.0f} s"
        fine = self.text("status.stage.ok" if stage.asked_at else "status.stage.waiting")
        state = self.explain(stage.code) if stage.code else fine
        cells = (
            "<td></td>" if name in BESIDE else f'<td class="n">{_so_far(stage.progress)}</td>',
            _cell(age, "n"),
            _cell(state, "bad" if stage.code else ""),
        )
        return f"<tr><th>{escape(self.text(f'status.stage.{name}'))}</th>{''.join(cells)}</tr>"

    def _facts(self) -> Iterator[str]:
        health, counts = self.health, self.counts
        for name, value, is_bad in (
            ("owed", str(counts.owed), False),
            ("owed_age", f"{_age_s(counts, self.now_at):.0f} s" if counts.owed else "", False),
            ("parked", str(counts.parked), counts.parked > 0),
            ("attention", str(counts.attention), False),
            ("lag", "" if health.lag_s is None else f"{health.lag_s:.1f} s", False),
            ("missing", ", ".join(health.missing), bool(health.missing)),
            ("unmapped", ", ".join(health.unmapped), False),
        ):
            kind = "bad" if is_bad else ""
            yield f"<tr><th>{escape(self.text(f'status.{name}'))}</th>{_cell(value, kind)}</tr>"


def _cell(value: str, kind: str) -> str:
    return f'<td class="{kind}">{escape(value)}</td>'


def _so_far(progress: Progress) -> str:
    """A bar and `120/340` while it loads; later what there is, as what changes is counted again each time."""
    if progress.is_loaded:
        return str(progress.total or progress.done)
    bar = f'<progress max="{progress.total}" value="{progress.done}"></progress> ' if progress.total else ""
    return f"{bar}{progress.done}/{progress.total or '?'}"


Desk = NamedDependency[SkipValidation[StatusDesk]]
_OPT = {"public": True}


@get("/status", opt=_OPT, media_type="text/html")
async def status_page(desk: Desk) -> Response[str]:
    """How the line to the shop platform is, for people."""
    return Response(await desk.page(), media_type="text/html; charset=utf-8", headers=_HEADERS)


@get("/metrics", opt=_OPT, media_type=METRICS_TYPE)
async def metrics(desk: Desk) -> Response[bytes]:
    """The same for machines, in Prometheus' text format."""
    return Response(await desk.metrics(), media_type=METRICS_TYPE)


def status_router(desk: StatusDesk, token: str) -> Router:
    """The routes, for the administrators' token: as a bearer's, or as the password a browser asks for."""

    def guard(connection: ASGIConnection[BaseRouteHandler, object, object, State], _: BaseRouteHandler) -> None:
        given = _given(connection.headers.get("authorization", ""))
        if not hmac.compare_digest(given.encode("utf-8", "replace"), token.encode()):
            raise NotAuthorizedException

    async def provide() -> StatusDesk:
        return desk

    return Router(
        "/",
        route_handlers=[status_page, metrics],
        guards=[guard],
        dependencies={"desk": Provide(provide)},
        exception_handlers={NotAuthorizedException: _ask},
    )


def _ask(_: Request[object, object, State], exc: Exception) -> Response[None]:
    """A browser asks its person for the password then."""
    return Response(None, status_code=401, headers={"www-authenticate": 'Basic realm="bancone"'})


def _given(header: str) -> str:
    """The token in an `Authorization` header, in either form (RFC 6750, RFC 7617); empty for none."""
    scheme, _, rest = header.partition(" ")
    if scheme.lower() == "bearer":
        return rest.strip()
    if scheme.lower() != "basic":
        return ""
    try:
        return base64.b64decode(rest, validate=True).decode().partition(":")[2]
    except (binascii.Error, UnicodeDecodeError):
        return ""
