import asyncio

from PySide6.QtCore import QCoreApplication

class QEventLoop(asyncio.SelectorEventLoop):
    def __init__(self, app: QCoreApplication | None = None) -> None: ...
