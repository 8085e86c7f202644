"""The shop's settings as files, on the set-up page: which there are, and what the chosen one would change."""

from dataclasses import dataclass

from app.domain.errors import Problem
from app.domain.shop_settings import ShopSettings
from app.presentation.desk import Desk
from app.presentation.setup_draft import SetupDraft, moved
from app.presentation.setup_words import change_lines, explained, line_words
from app.usecases.setting_files import ReadSettings
from app.usecases.shop_setup import ShopSetup

MAX_LINES = 12
"""More than a panel shows at once nobody reads; how many more there are is said."""


@dataclass(slots=True)
class SetupFiles:
    """The files to choose from and the chosen one; lives on the loop. `is_read`: the folder was looked into."""

    desk: Desk
    names: tuple[str, ...] = ()
    is_read: bool = False
    read: ReadSettings | None = None
    problem: Problem | None = None

    @property
    def where(self) -> str:
        """The folder, for people."""
        return self.desk.jobs.setting_files.exchange.where

    @property
    def chosen(self) -> str:
        """The name of the chosen one, empty for none."""
        return "" if self.read is None else self.read.name

    async def look(self) -> None:
        """Which files there are."""
        self.problem = None
        try:
            self.names, self.is_read = await self.desk.jobs.setting_files.names(self.desk.session.who), True
        except Problem as problem:
            self.names, self.is_read, self.problem = (), False, problem

    async def choose(self, name: str, base: ShopSetup) -> None:
        """Read one of them; it changes nothing."""
        self.problem = None
        try:
            self.read = await self.desk.jobs.setting_files.read(name, base, self.desk.session.who)
        except Problem as problem:
            self.problem = problem

    async def again(self, base: ShopSetup) -> None:
        """The folder and the chosen one once more: the shop's settings, or the file, may be others now."""
        await self.look()
        if self.chosen in self.names:
            await self.choose(self.chosen, base)
        else:
            self.read = None

    async def export(self, base: ShopSetup) -> str:
        """Write the settings as they are kept; the file's name, empty when it could not be."""
        words, who = self.desk.words, self.desk.session.who
        self.problem = None
        try:
            name = await self.desk.jobs.setting_files.export(base, lambda key: explained(key, words), who)
        except Problem as problem:
            self.problem = problem
            return ""
        await self.look()
        await self.choose(name, base)
        self.desk.done(who, words.text("setup.files.exported", name=name), self.where)
        return name

    def wanted(self, draft: SetupDraft) -> ShopSettings | None:
        """What may be taken over: of a file in order that changes something, while nothing else is begun."""
        read = self.read
        if read is None or read.faults or draft.count or not moved(draft.base.settings, read.settings):
            return None
        return read.settings

    def nothing(self) -> tuple[str, str]:
        """Where no file lies: that, and which folder one goes to; empty words while there are some."""
        if not self.is_read or self.names:
            return "", ""
        words = self.desk.words
        return words.text("setup.files.none"), words.text("setup.files.none.line", where=self.where)

    def meaning(self, draft: SetupDraft) -> str:
        """What the chosen file would do, in one sentence; without one, what this part is for."""
        words, read = self.desk.words, self.read
        if read is None:
            return words.text("setup.files.explain", where=self.where)
        if read.faults:
            return words.text("setup.file.bad")
        n = len(self._changes(draft))
        return words.plural("setup.files.changes", n) if n else words.text("setup.files.same")

    def lines(self, draft: SetupDraft) -> tuple[str, ...]:
        """Each thing it would change, or each that is wrong with it."""
        words, read = self.desk.words, self.read
        if read is None:
            return ()
        found = [line_words(fault, words) for fault in read.faults] or self._changes(draft)
        shown, more = found[:MAX_LINES], len(found) - MAX_LINES
        return (*shown, words.plural("setup.files.more", more)) if more > 0 else tuple(shown)

    def _changes(self, draft: SetupDraft) -> list[str]:
        assert self.read is not None
        base = draft.base
        return change_lines(base.settings, self.read.settings, base.currency, self.desk.words)
