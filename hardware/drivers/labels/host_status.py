"""The answer to ~HS: three strings, each between STX and ETX (Zebra ZPL II programming guide, `~HS`)."""

import re

from hardware.devices import LabelPrinterStatus

ASK = b"~HS"
MAX_BYTES = 4_096
_ANSWER = re.compile(rb"\x02(\d{3}(?:,\d{1,8}){11})\x03\s*\x02(\d{3}(?:,\d{1,8}){10})\x03\s*\x02\d{4},\d\x03")


def status_in(data: bytes) -> LabelPrinterStatus | None:
    """The last whole answer in what came in; None when there is none."""
    answers = _ANSWER.findall(data)
    if not answers:
        return None
    first, second = ([int(number) for number in part.split(b",")] for part in answers[-1])
    return LabelPrinterStatus(
        is_paper_out=bool(first[1]),
        is_paused=bool(first[2]),
        is_cover_open=bool(second[2]),
        is_ribbon_out=bool(second[3]),
        # Formats not begun; labels of the one in work that are left; a label nobody has peeled off yet.
        waiting=first[4] + first[7] + second[8] + second[7],
    )
