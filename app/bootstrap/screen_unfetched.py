"""Orders that are not simply fetched, walked through for the camera: declined, not wanted, put back."""

from app.bootstrap.screen_studio import Studio
from app.domain.dropped import Refusal
from app.domain.order_table import Way
from app.presentation.routes import InsteadRoute, PutBackRoute
from app.presentation.viewmodels.instead import DO, WAYS


async def not_fetched(studio: Studio) -> None:
    """An order nobody has begun, one the customer looks at, and what lies about then."""
    queue = await studio.desk.jobs.queues.pickups(studio.desk.session.who)
    fresh = next(item.order for item in queue if all(line.progress.reserved for line in item.order.lines))
    ready = next(item.order for item in queue if item.order.ready_at is not None and len(item.order.lines) > 1)
    await studio.place("19-put-back-none", PutBackRoute())
    await studio.place("19-instead-fresh", InsteadRoute(fresh.id))
    studio.model.choose(Way.DECLINED.value)
    await studio.picture("19-instead-declined")
    await studio.model.press(WAYS)
    studio.model.choose(Way.TRANSFERRED.value)
    studio.model.choose(studio.model.state.choices[0].value)
    await studio.picture("19-instead-transferred")
    await studio.model.press(WAYS)
    await studio.place("19-instead-ready", InsteadRoute(ready.id))
    studio.model.choose(Way.REFUSED.value)
    studio.model.tap(studio.model.state.rows[0].id)
    studio.model.choose(Refusal.DOES_NOT_FIT.value)
    await studio.picture("19-instead-refused")
    studio.model.tap(studio.model.state.rows[0].id)
    studio.counter.press_foot(DO)
    await studio.settled()
    studio.desk.notices.tell(None)
    await studio.place("19-put-back", PutBackRoute())
