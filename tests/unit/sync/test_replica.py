"""What a till takes in: answers with what follows them in one commit, pages with their cursor, or nothing."""

from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest
from msgspec import Raw

from app.contract.commands import Outcome, Result, RowCopy
from app.contract.feeds import SCHEMA, BadPage, FeedRef, FeedRow, Page, PageHead
from app.contract.rows import RosterStaff, StoreConfig
from app.domain.errors import Code
from app.sync import inbox, outbox
from app.usecases.orders import project
from app.usecases.ports import OutboxEntry, OutboxState, TerminalTx
from tests.unit.domain.samples import NOW_AT, STORE, ready_order
from tests.unit.node.shop import TILL, shop_config
from tests.unit.sync.till import Artefact, Till, write_artefact

FEED, DEVICE, CONFIG = f"store:{STORE}", f"device:{TILL}", f"config:{STORE}"
INTENT, ACCEPTED, FINAL = OutboxState.INTENT, OutboxState.ACCEPTED, OutboxState.FINAL
REJECTED, PARKED = OutboxState.REJECTED, OutboxState.PARKED


@pytest.fixture
async def till(tmp_path: Path) -> Till:
    """A till that has joined and pulled."""
    made = Till(tmp_path)
    await made.sync()
    return made


def answer(command_id: str, outcome: Outcome = Outcome.OK, **changes: object) -> Result:
    """An answer of epoch 1."""
    return msgspec.structs.replace(Result(id=command_id, outcome=outcome, epoch=1), **changes)


def page(feed: str, start: int, *rows: FeedRow, history: str = "s1", epoch: int = 1) -> Page:
    """A page that arrived whole."""
    head = PageHead(feed=feed, id=history, schema=SCHEMA, from_rev=start, epoch=epoch)
    return Page(head=head, rows=list(rows), to=start + len(rows), more=False)


def row(kind: str, key: str, rev: int, body: object) -> FeedRow:
    """A present row."""
    return FeedRow(t=kind, id=key, rev=rev, d=Raw(msgspec.json.encode(body)))


def ack(rev: int, result: Result) -> FeedRow:
    """The end-to-end answer."""
    return row("ack", result.id, rev, msgspec.structs.replace(result, final=True))


async def test_an_answer_and_what_follows_it_are_one_commit(till: Till) -> None:
    [first] = await till.intend_handovers("o-4821")
    seen: list[OutboxState] = []

    def complete(tx: TerminalTx, entry: OutboxEntry) -> None:
        seen.append(entry.state)
        tx.set_meta("followed", entry.command.id)

    till.replica.complete = complete
    await till.replica.take_results([answer(first)])
    assert seen == [ACCEPTED]
    assert await till.door.read(lambda tx: tx.meta("followed")) == first


async def test_when_what_follows_fails_the_answer_is_not_taken(till: Till) -> None:
    [first] = await till.intend_handovers("o-4821")
    told: list[Sequence[OutboxEntry]] = []

    def complete(tx: TerminalTx, entry: OutboxEntry) -> None:
        tx.set_meta("followed", "half")
        raise LookupError("printer")

    till.replica.complete, till.replica.answered = complete, told.append
    with pytest.raises(LookupError):
        await till.replica.take_results([answer(first)])
    assert (await till.entry(first)).state is INTENT
    assert await till.door.read(lambda tx: tx.meta("followed")) == ""
    assert told == []


async def test_what_follows_happens_once_however_often_the_answer_comes(till: Till) -> None:
    [first] = await till.intend_handovers("o-4821")
    completed: list[str] = []
    till.replica.complete = lambda tx, entry: completed.append(entry.command.id)
    await till.replica.take_results([answer(first)])
    await till.replica.take_results([answer(first)])
    await till.replica.take_page(page(DEVICE, 0, ack(1, answer(first))))
    assert completed == [first]
    assert (await till.entry(first)).state is FINAL


async def test_an_end_to_end_answer_may_be_the_first(till: Till) -> None:
    [first] = await till.intend_handovers("o-4821")
    completed: list[str] = []
    told: list[str] = []
    till.replica.complete = lambda tx, entry: completed.append(entry.command.id)
    till.replica.answered = lambda entries: told.extend(entry.command.id for entry in entries)
    await till.replica.take_page(page(DEVICE, 0, ack(1, answer(first))))
    assert (completed, told) == ([first], [first])


async def test_who_waits_is_told_after_the_commit(till: Till) -> None:
    [first] = await till.intend_handovers("o-4821")
    states: list[OutboxState] = []
    changed: list[tuple[str, str]] = []

    def answered(entries: Sequence[OutboxEntry]) -> None:
        with till.store.read() as tx:
            states.extend(found.state for entry in entries if (found := tx.outbox_get(entry.command.id)))

    till.replica.answered, till.replica.changed = answered, changed.extend
    await till.replica.take_results([answer(first)])
    assert (states, changed) == ([ACCEPTED], [("order", "o-4821")])


async def test_the_row_that_comes_with_a_yes_is_shown_before_the_feed(till: Till) -> None:
    [first] = await till.intend_handovers("o-4821")
    assert await till.engine.push_once()
    order = await till.door.read(lambda tx: project(tx, "o-4821", STORE))
    assert order is not None
    assert order.is_collected
    assert (await till.entry(first)).result is not None
    held = (await till.entry(first)).result
    assert held is not None
    assert held.row is None


async def test_a_row_that_cannot_be_read_does_not_hold_up_the_answer(till: Till) -> None:
    [first] = await till.intend_handovers("o-4821")
    copy = RowCopy(FEED, "order", "o-4821", 9, Raw(b'{"id": 7}'))
    await till.replica.take_results([answer(first, row=copy, feed_rev=9)])
    assert (await till.entry(first)).state is ACCEPTED
    order = await till.door.read(lambda tx: project(tx, "o-4821", STORE))
    assert order is not None
    assert order.is_collected


async def test_a_no_is_told_to_a_person(till: Till) -> None:
    [first] = await till.intend_handovers("o-4821")
    refusal = answer(first, Outcome.REJECTED, code=Code.ORDER_NOT_READY, details={"order": "4821"})
    await till.replica.take_results([refusal])
    assert (await till.entry(first)).state is REJECTED
    [item] = await till.door.read(lambda tx: tx.attention_open(9))
    assert (item.id, item.code, item.subject, item.details) == (
        f"command:{first}",
        "order_not_ready",
        "order:o-4821",
        {"order": "4821"},
    )
    await till.replica.take_page(page(DEVICE, 0, ack(1, refusal)))
    assert len(await till.attention()) == 1


async def test_a_no_that_follows_a_yes_is_told_too(till: Till) -> None:
    [first] = await till.intend_handovers("o-4821")
    await till.replica.take_results([answer(first)])
    await till.replica.take_page(page(DEVICE, 0, ack(1, answer(first, Outcome.REJECTED))))
    assert (await till.entry(first)).state is REJECTED
    [item] = await till.door.read(lambda tx: tx.attention_open(9))
    assert item.code == Code.COMMAND_REJECTED_LATER


async def test_parked_above_is_kept_and_told_by_the_shop(till: Till) -> None:
    [first] = await till.intend_handovers("o-4821")
    await till.replica.take_results([answer(first)])
    parked = answer(first, Outcome.PARKED, code=Code.COMMAND_PARKED)
    await till.replica.take_page(page(DEVICE, 0, ack(1, parked)))
    assert (await till.entry(first)).state is ACCEPTED
    assert await till.attention() == []


async def test_a_final_answer_keeps_the_rev_that_shows_it(till: Till) -> None:
    [first] = await till.intend_handovers("o-4821")
    await till.replica.take_results([answer(first, feed_rev=40)])
    await till.replica.take_page(page(DEVICE, 0, ack(1, answer(first))))
    held = (await till.entry(first)).result
    assert held is not None
    assert (held.feed_rev, held.final) == (40, True)


async def test_the_end_to_end_answer_to_another_command_of_that_number_is_none(till: Till) -> None:
    [first] = await till.intend_handovers("o-4821")
    await till.replica.take_page(page(DEVICE, 0, ack(1, answer(first, hash="0" * 64))))
    assert await till.states(first) == [INTENT]
    mine = (await till.entry(first)).command.hash
    await till.replica.take_page(page(DEVICE, 1, ack(2, answer(first, hash=mine))))
    assert await till.states(first) == [OutboxState.FINAL]


async def test_a_forked_command_is_refused_and_the_next_has_another_generation(till: Till) -> None:
    [first] = await till.intend_handovers("o-4821")
    await till.replica.take_results([answer(first, Outcome.RETRY, code=Code.SEQ_FORK)])
    entry = await till.entry(first)
    assert entry.result is not None
    assert (entry.state, entry.result.code, entry.result.final) == (REJECTED, Code.SEQ_FORK, True)
    assert await till.attention() == [f"command:{first}"]
    [second] = await till.intend_handovers("o-4822")
    assert second == "T1AA.2:1"
    await till.replica.take_results([answer(second, Outcome.RETRY, code=Code.SEQ_FORK)])
    assert await till.intend_handovers("o-4822") == ["T1AA.3:1"]


async def test_a_yes_by_itself_to_what_was_parked_is_completed_and_off_the_list(till: Till) -> None:
    done: list[str] = []
    till.replica.complete = lambda tx, entry: done.append(f"{entry.command.id} {entry.state.value}")
    first, second = await till.intend_handovers("o-4821", "o-4822")
    await till.door.write(lambda tx: outbox.park(tx, first, Code.SERVER_ERROR, NOW_AT))
    await till.door.write(lambda tx: outbox.park(tx, second, Code.SERVER_ERROR, NOW_AT))
    await till.replica.take_results([answer(first)])
    await till.replica.take_page(page(DEVICE, 0, ack(1, answer(second))))
    assert done == [f"{first} accepted", f"{second} final"]
    assert await till.attention() == []


async def test_answers_of_another_epoch_are_not_acted_on(till: Till) -> None:
    first, second = await till.intend_handovers("o-4821", "o-4822")
    await till.replica.take_results([answer(first, epoch=0), answer(second)])
    assert await till.states(first, second) == [INTENT, ACCEPTED]
    await till.replica.take_results([answer(first, epoch=2), answer(first)])
    assert (await till.entry(first)).state is INTENT
    assert await till.door.read(outbox.is_suspended)
    assert await till.replica.lines() == []
    assert [line.cmd.id for line in await till.replica.roll_call() or []] == [first, second]


async def test_a_configuration_is_wrapped_before_it_is_kept(till: Till) -> None:
    staff = [RosterStaff("op-07", "Sara", "07", "clerk", "plain")]

    def wrapped(body: bytes) -> bytes:
        return body.replace(b'"plain"', b'"wrapped"')

    till.replica.arrive = wrapped
    rev = (await till.door.read(lambda tx: tx.cursor(CONFIG))).rev
    assert await till.replica.take_page(
        page(CONFIG, rev, row("config", STORE, rev + 1, shop_config(staff=staff)), history="c1")
    )
    kept = await till.door.read(lambda tx: tx.base_get("config", STORE))
    assert kept is not None
    assert msgspec.json.decode(kept.body, type=StoreConfig).staff[0].verifier == "wrapped"
    path = till.folder / "config.snapshot"
    write_artefact(path, [row("config", STORE, 9, shop_config(staff=staff))])
    await till.replica.take_snapshot(Artefact(path, FeedRef(CONFIG, "c2", 9)))
    kept = await till.door.read(lambda tx: tx.base_get("config", STORE))
    assert kept is not None
    assert b'"plain"' not in kept.body


async def test_a_configuration_of_a_higher_epoch_suspends(till: Till) -> None:
    rev = (await till.door.read(lambda tx: tx.cursor(CONFIG))).rev
    row_ = row("config", STORE, rev + 1, shop_config(epoch=2))
    await till.replica.take_page(page(CONFIG, rev, row_, history="c1"))
    assert await till.door.read(outbox.is_suspended)
    assert await till.replica.roll_call() == []


@pytest.mark.parametrize("start", [0, 2])
async def test_a_page_that_does_not_follow_changes_nothing(till: Till, start: int) -> None:
    late = page(FEED, start, row("order", "o-9", start + 1, ready_order(id="o-9")))
    assert await till.replica.take_page(late) is False
    other = page(FEED, 1, row("order", "o-9", 2, ready_order(id="o-9")), history="s2")
    assert await till.replica.take_page(other) is False
    assert await till.door.read(lambda tx: tx.base_get("order", "o-9")) is None


async def test_rows_come_go_and_are_found(till: Till) -> None:
    gone, place = FeedRow(t="order", id="o-4821", rev=2, x=1), FeedRow(t="order", id="o-9", rev=3, s=1)
    changed: list[tuple[str, str]] = []
    till.replica.changed = changed.extend
    order = row("order", "o-9", 4, ready_order(id="o-9", number="77"))
    assert await till.replica.take_page(page(FEED, 1, gone, place, order))
    assert changed == [("order", "o-4821"), ("order", "o-9")]
    found = await till.door.read(lambda tx: tx.base_find("order", "no:77", 5))
    assert [base.key for base in found] == ["o-9"]
    assert await till.door.read(lambda tx: tx.base_get("order", "o-4821")) is None


@pytest.mark.parametrize("kind", ["order", "visit", "returnable", "return", "ack", "config"])
async def test_a_page_with_a_row_that_is_not_of_its_kind_is_refused_whole(till: Till, kind: str) -> None:
    good = row("order", "o-9", 2, ready_order(id="o-9"))
    with pytest.raises(BadPage):
        await till.replica.take_page(page(FEED, 1, good, row(kind, "x", 3, {"id": 7})))
    assert await till.door.read(lambda tx: tx.base_get("order", "o-9")) is None
    assert (await till.door.read(lambda tx: tx.cursor(FEED))).rev == 1


async def test_a_page_that_is_too_deep_is_refused(till: Till) -> None:
    deep = FeedRow(t="order", id="x", rev=2, d=Raw(b'{"x":' + b"[" * 20_000 + b"]" * 20_000 + b"}"))
    with pytest.raises(BadPage):
        await till.replica.take_page(page(FEED, 1, deep))


async def test_a_damaged_snapshot_leaves_the_rows_of_before(till: Till) -> None:
    path = till.folder / "store.snapshot"
    write_artefact(path, [row("order", "o-9", 5, {"id": 7})])
    with pytest.raises(BadPage):
        await till.replica.take_snapshot(Artefact(path, FeedRef(FEED, "s2", 5)))
    assert await till.door.read(lambda tx: tx.base_get("order", "o-4821")) is not None
    assert await till.door.read(lambda tx: tx.cursor(FEED)) == FeedRef(FEED, "s1", 1)


async def test_a_snapshot_in_parts_is_one(till: Till) -> None:
    ref = FeedRef(FEED, "s2", 9)

    def take(tx: TerminalTx) -> None:
        inbox.take_snapshot(tx, ref, [row("order", "o-8", 8, ready_order(id="o-8"))], NOW_AT)
        rest = [row("order", "o-9", 9, ready_order(id="o-9"))]
        inbox.take_snapshot(tx, ref, rest, NOW_AT, is_start=False)

    await till.door.write(take)
    rows = await till.door.read(lambda tx: tx.base_rows(FEED))
    assert rows == [("order", "o-8", 8), ("order", "o-9", 9)]


async def test_what_follows_an_end_to_end_answer_follows_it_in_a_snapshot_too(till: Till, tmp_path: Path) -> None:
    unheard, heard, done = await till.intend_handovers("o-4821", "o-4821", "o-4821")
    await till.replica.take_results([answer(heard)])
    await till.replica.take_results([answer(done, final=True)])
    first: list[str] = []
    last: list[str] = []
    told: list[str] = []
    till.replica.complete = lambda tx, entry: first.append(entry.command.id)
    till.replica.ended = lambda tx, entry: last.append(entry.command.id)
    till.replica.answered = lambda entries: told.extend(entry.command.id for entry in entries)
    path = tmp_path / "answers.snapshot"
    write_artefact(path, [ack(n, answer(found)) for n, found in enumerate((unheard, heard, done), 1)])
    await till.replica.take_snapshot(Artefact(path, FeedRef(DEVICE, "s2", 3)))
    assert (first, last) == ([unheard], [unheard, heard])
    assert told == [unheard, heard, done]
