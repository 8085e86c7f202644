"""Breaking a paragraph into lines without losing the blanks people line things up with."""


def longest_word(text: str) -> int:
    """Length of the longest run without a plain blank; no-break blanks do not part words."""
    return max((len(word) for word in text.split(" ")), default=0)


def wrap(text: str, room: int, hang: int = 0) -> list[str]:
    """Lines of at most `room` characters; lines after the first start with `hang` blanks.

    Breaks at plain blanks only; a word longer than a line is cut. Blanks inside a line stay.
    """
    hang = min(hang, room - 1)
    lines: list[str] = []
    line: str | None = None
    for word in text.split(" "):
        if line is not None and len(line) + 1 + len(word) <= room:
            line = f"{line} {word}"
            continue
        if line is not None:
            lines.append(line.rstrip(" "))
            if not word:
                line = None
                continue
        line = (" " * hang if lines else "") + word
        while len(line) > room:
            lines.append(line[:room])
            line = " " * hang + line[room:]
    if line is not None and (line.strip(" ") or not lines):
        lines.append(line.rstrip(" ") if lines else line)
    return lines
