"""The stores in memory under one name: same contract suites as the files, plus crashes on demand."""

from tests.fakes.node_memory import MemoryNodeStore, MemoryNodeTx
from tests.fakes.terminal_memory import MemoryTerminalStore, MemoryTerminalTx
from tests.fakes.volatile import CrashedError

__all__ = ["CrashedError", "MemoryNodeStore", "MemoryNodeTx", "MemoryTerminalStore", "MemoryTerminalTx"]
