"""The devices of one counter that have a line of their own, all under one supervisor."""

import argparse
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from typing import Any

from app.bootstrap.customer_display import CustomerDisplay, display_place
from app.bootstrap.label_printer import Labels, label_place
from app.bootstrap.scanner_places import scanner_places
from app.bootstrap.scanners import Scanners
from app.presentation.facing import Facing
from hardware.api import Health, ScanRead
from hardware.drivers.serial_ports import plugged_in
from hardware.supervised import Post
from hardware.supervisor import Supervisor


class CounterDevices:
    """Owns their supervisor; lives on the loop."""

    def __init__(self, args: argparse.Namespace, now_at: Callable[[], datetime]) -> None:
        """As they are typed for a terminal. Problem(OPTION_INVALID)."""
        self.scanners = Scanners(scanner_places(args.scanner, "--scanner"), now_at)
        self.display = CustomerDisplay(display_place(args.display, "--display"))
        self.labels = Labels(label_place(args.label_printer, "--label-printer"))
        self._supervisor: Supervisor | None = None

    def health(self) -> tuple[Health, ...]:
        """How each is."""
        return () if self._supervisor is None else self._supervisor.health

    @asynccontextmanager
    async def at_work(
        self,
        heard: Callable[[ScanRead], None],
        facing: Facing,
        changed: Callable[[], None],
        *others: Post[Any],
    ) -> AsyncIterator[None]:
        """Until the block ends, with `others` first; `changed` is told when one is in another state."""

        def told(health: Health) -> None:
            self.scanners.met(health)
            changed()

        paths = (*self.scanners.paths, *self.display.paths, *self.labels.paths)
        plugged = (lambda: plugged_in(paths)) if paths else None
        async with AsyncExitStack() as stack:
            supervisor = self._supervisor = await stack.enter_async_context(Supervisor(told, plugged))
            for other in others:
                supervisor.add(other)
            await stack.enter_async_context(self.scanners.followed(supervisor, heard))
            self.display.follow(supervisor, facing)
            self.labels.begin(supervisor)
            yield
