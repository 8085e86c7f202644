"""The queue's promises the spool worker relies on."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Protocol

from app.usecases.spool import JobState, PrintJob, SpoolStore

NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)


def job(job_id: str, minute: int = 0, **changes: object) -> PrintJob:
    """A queued job of the till's printer; `document_id` is its own unless given."""
    made = PrintJob(job_id, "till", f"doc-{job_id}", b"{}", True, NOON + timedelta(minutes=minute))
    return replace(made, **changes)  # type: ignore[arg-type]


class QueueRig(Protocol):
    """A store and a way to put jobs in."""

    store: SpoolStore

    async def add(self, job: PrintJob) -> None: ...


class SpoolStoreContract:
    """Subclasses give a `queue` fixture with an empty store."""

    async def test_the_oldest_job_of_the_printer_comes_first(self, queue: QueueRig) -> None:
        for made in (job("x", 0, printer="labels"), job("a", 1), job("b", 2)):
            await queue.add(made)
        assert await queue.store.next_queued("till") == job("a", 1)

    async def test_only_queued_jobs_are_next(self, queue: QueueRig) -> None:
        await queue.add(job("a"))
        for state in JobState:
            held = await queue.store.get("a")
            assert held is not None
            assert await queue.store.update(replace(held, state=state), was=held.state)
            found = await queue.store.next_queued("till")
            assert (found is not None) == (state is JobState.QUEUED)

    async def test_a_job_keeps_everything(self, queue: QueueRig) -> None:
        await queue.add(job("a"))
        later = job(
            "a", copy_no=2, state=JobState.SENT, attempts=3, last_section=1, error_code="e", sha256="f" * 64
        )
        assert await queue.store.update(later, was=JobState.QUEUED)
        assert await queue.store.get("a") == later

    async def test_an_update_from_another_state_writes_nothing(self, queue: QueueRig) -> None:
        await queue.add(job("a"))
        assert not await queue.store.update(job("a", state=JobState.SENT), was=JobState.SENDING)
        assert await queue.store.get("a") == job("a")

    async def test_document_and_copy_are_queued_once(self, queue: QueueRig) -> None:
        await queue.add(job("a", document_id="d"))
        await queue.add(job("b", document_id="d", copy_no=1))
        assert not await queue.store.update(job("a", document_id="d", copy_no=1), was=JobState.QUEUED)
        assert await queue.store.get("a") == job("a", document_id="d")

    async def test_what_a_crash_left_is_found(self, queue: QueueRig) -> None:
        for state in JobState:
            await queue.add(job(state.value, state=state))
        found = {made.id for made in await queue.store.unfinished("till")}
        assert found == {"sending", "sent"}
        assert await queue.store.unfinished("labels") == []

    async def test_what_broke_off_at_a_printer_is_kept_with_the_job_that_did(self, queue: QueueRig) -> None:
        await queue.add(job("a"))
        sending = job("a", state=JobState.SENDING)
        assert not await queue.store.update(sending, was=JobState.SENT, is_torn=True)
        assert not await queue.store.is_torn("till")
        assert await queue.store.update(sending, was=JobState.QUEUED, is_torn=True)
        assert await queue.store.update(job("a", state=JobState.UNKNOWN), was=JobState.SENDING)
        assert await queue.store.is_torn("till")
        assert not await queue.store.is_torn("labels")
        assert await queue.store.update(job("a", state=JobState.CONFIRMED), was=JobState.UNKNOWN, is_torn=False)
        assert not await queue.store.is_torn("till")
        for is_torn in (True, False):
            await queue.store.note_torn("till", is_torn=is_torn)
            assert await queue.store.is_torn("till") is is_torn

    async def test_no_such_job(self, queue: QueueRig) -> None:
        assert await queue.store.get("none") is None
        assert await queue.store.next_queued("till") is None
        assert not await queue.store.update(job("none"), was=JobState.QUEUED)

    async def test_copies_of_a_document_come_in_the_order_of_their_numbers(self, queue: QueueRig) -> None:
        assert await queue.store.copies("d") == []
        for name, number in (("c", 2), ("a", 0), ("b", 1)):
            await queue.add(job(name, document_id="d", copy_no=number))
        await queue.add(job("x", document_id="d2"))
        await queue.add(job("y", document_id="D"))
        assert [(made.id, made.copy_no) for made in await queue.store.copies("d")] == [
            ("a", 0),
            ("b", 1),
            ("c", 2),
        ]

    async def test_copies_are_there_whatever_became_of_them(self, queue: QueueRig) -> None:
        for number, state in enumerate(JobState):
            await queue.add(job(state.value, document_id="d", copy_no=number, state=state, printer=state.value))
        assert [made.state for made in await queue.store.copies("d")] == list(JobState)

    async def test_the_newest_jobs_come_first(self, queue: QueueRig) -> None:
        assert await queue.store.recent(3) == []
        for number, name in enumerate("abcd"):
            await queue.add(job(name, number, printer="till" if number % 2 else "labels"))
        assert [made.id for made in await queue.store.recent(3)] == ["d", "c", "b"]
        assert len(await queue.store.recent(99)) == 4
        assert await queue.store.recent(0) == []

    async def test_a_job_that_moved_on_stays_where_it_was(self, queue: QueueRig) -> None:
        for number, name in enumerate("abc"):
            await queue.add(job(name, number))
        assert await queue.store.update(job("a", state=JobState.SENDING), was=JobState.QUEUED)
        assert await queue.store.update(job("a", state=JobState.CONFIRMED, copy_no=1), was=JobState.SENDING)
        assert [made.id for made in await queue.store.recent(3)] == ["c", "b", "a"]
        assert [made.copy_no for made in await queue.store.copies("doc-a")] == [1]
