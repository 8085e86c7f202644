"""Who keeps something alive that should be gone: the way from it to what the program holds anyway."""

import gc
import types
from collections.abc import Iterable

DEEPEST = 9


def holders(item: object, deepest: int = DEEPEST) -> list[str]:
    """The shortest ways from the thing to those that refer to it, one line each, until nobody else does."""
    seen: set[int] = {id(item)}
    ways: list[str] = []
    layer: list[tuple[object, str]] = [(item, type(item).__name__)]
    mine = {id(seen), id(ways)}
    for _ in range(deepest):
        behind: list[tuple[object, str]] = []
        mine |= {id(layer), id(behind)}
        for held, way in layer:
            found = [by for by in gc.get_referrers(held) if id(by) not in seen | mine]
            if not found or isinstance(held, types.ModuleType):
                ways.append(way)
                continue
            for by in found:
                seen.add(id(by))
                if not _is_ours(by):
                    behind.append((by, f"{way} < {_name(by, held)}"))
            del found
        layer = behind[:200]
    return sorted({*ways, *(way for _, way in layer)}, key=lambda way: (way.count(" < "), way))


def told(items: Iterable[object], most: int = 12) -> str:
    """For a failed comparison: of each thing who holds it."""
    return "\n".join(f"{item!r}:\n  " + "\n  ".join(holders(item)[:most]) for item in items)


def _is_ours(by: object) -> bool:
    if isinstance(by, types.FrameType):
        return by.f_globals.get("__name__") == __name__
    return isinstance(by, tuple) and len(by) == 2 and isinstance(by[1], str) and " < " in by[1]


def _name(by: object, held: object) -> str:
    if isinstance(by, types.FrameType):
        return f"frame {by.f_code.co_qualname}:{by.f_lineno}"
    if isinstance(by, types.FunctionType):
        return f"function {by.__qualname__}"
    if isinstance(by, dict):
        return f"dict[{next((repr(key)[:60] for key, value in by.items() if value is held), '?')}]"
    if isinstance(by, types.CoroutineType):
        return f"coroutine {by.__qualname__}"
    return f"{type(by).__name__}({len(by)})" if isinstance(by, list | tuple | set) else type(by).__name__
