"""What was sent before visits went along with commands is read as it was meant."""

import msgspec

from app.contract.commands import CommandLine
from app.node.authority import Named

LINE = (
    b'{"cmd":{"id":"T1AA.1:1","v":1,"kind":"visit.move","key":"visit:c-1","epoch":1,"actor":"op-07",'
    b'"hlc":"0-1-T1AA","base_rev":0,"body":{},"hash":"00"},"decided":{"id":"T1AA.1:1","outcome":"ok",'
    b'"details":{"visit":"c-1"},"feed_rev":4},"epoch":1}'
)


def test_a_relayed_command_without_visits() -> None:
    """An older edge relays the word and its answer, and nothing else."""
    line = msgspec.json.decode(LINE, type=CommandLine)
    assert (line.cmd.id, line.rows) == ("T1AA.1:1", ())


def test_a_word_of_who_answers_without_visits() -> None:
    """An older central tells how far it has heard, by stream only."""
    named = msgspec.json.decode(b'{"epoch":2,"edge_device":"E200","heard":{"T1AA.1":2}}', type=Named)
    assert (named.heard, named.visits) == ({"T1AA.1": 2}, {})
