"""Counts how often this process waits for the disk: SQLite through its VFS, our own files through `os.fsync`.

SQLite has no counter for it and no pragma. Its VFS is the one place through which it reaches the disk, so the
default VFS's `xOpen` is wrapped: every file it opens gets a copy of its method table whose `xSync` counts and goes
on to the real one (https://sqlite.org/c3ref/io_methods.html). One `xSync` is one fsync or fdatasync; the calls
agree with what `strace -e fsync,fdatasync` sees, but for those of folders when a file is new.
"""

import ctypes
import os
import threading
from collections.abc import Callable
from importlib.util import find_spec

_XSYNC = 4
# Pointers in sqlite3_io_methods up to the third version, after its version number.
_METHODS = 18
_Sync = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int)
_Open = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p
)


class _Methods(ctypes.Structure):
    _fields_ = (("version", ctypes.c_int), ("calls", ctypes.c_void_p * _METHODS))


class _Vfs(ctypes.Structure):
    _fields_ = (
        ("version", ctypes.c_int),
        ("file_size", ctypes.c_int),
        ("max_path", ctypes.c_int),
        ("next", ctypes.c_void_p),
        ("name", ctypes.c_char_p),
        ("app_data", ctypes.c_void_p),
        ("x_open", ctypes.c_void_p),
    )


class SyncCounter:
    """Owns the count of this process; installed once, before the files are opened, and never taken out again.

    Any thread. `is_complete` is False where the library does not show its VFS: then only our own files count.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._count = 0
        # What C holds pointers to must live as long as the process.
        self._kept: list[object] = []
        self._tables: dict[int, _Methods] = {}
        self.is_complete = self._wrap_vfs()
        self._wrap_os()

    @property
    def count(self) -> int:
        """Waits for the disk since the start."""
        with self._lock:
            return self._count

    def _one(self) -> None:
        with self._lock:
            self._count += 1

    def _wrap_os(self) -> None:
        real = os.fsync

        def counted(descriptor: int) -> None:
            self._one()
            real(descriptor)

        os.fsync = counted  # type: ignore[assignment]

    def _wrap_vfs(self) -> bool:
        find = _vfs_find()
        address = find(None) if find is not None else None
        if not address:
            return False
        vfs = _Vfs.from_address(address)
        real_open = _Open(vfs.x_open)

        def opened(vfs_: int, name: int, file: int, flags: int, out: int) -> int:
            code = real_open(vfs_, name, file, flags, out)
            if code == 0:
                self._wrap_file(file)
            return int(code)

        wrapped = _Open(opened)
        self._kept += [real_open, wrapped]
        vfs.x_open = ctypes.cast(wrapped, ctypes.c_void_p).value
        return True

    def _wrap_file(self, file: int) -> None:
        """Point a file at the counting copy of its method table; one copy for each table there is."""
        slot = ctypes.c_void_p.from_address(file)
        if slot.value is None:
            return
        with self._lock:
            if slot.value not in self._tables:
                self._tables[slot.value] = self._counting(slot.value)
            slot.value = ctypes.addressof(self._tables[slot.value])

    def _counting(self, address: int) -> _Methods:
        copy = _Methods.from_buffer_copy(_Methods.from_address(address))
        real = _Sync(copy.calls[_XSYNC])

        def synced(file: int, flags: int) -> int:
            self._one()
            return int(real(file, flags))

        wrapped = _Sync(synced)
        self._kept += [real, wrapped]
        copy.calls[_XSYNC] = ctypes.cast(wrapped, ctypes.c_void_p).value
        return copy


def _vfs_find() -> Callable[[bytes | None], int | None] | None:
    try:
        library = find_spec("sqlcipher3._sqlite3")
        find = ctypes.CDLL(library.origin if library is not None else None).sqlite3_vfs_find
    except (AttributeError, OSError):
        return None
    find.argtypes = [ctypes.c_char_p]
    find.restype = ctypes.c_void_p
    return find
