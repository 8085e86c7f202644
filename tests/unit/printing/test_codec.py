"""A document survives its row; anything else is refused with one error."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.document import (
    Align,
    Barcode,
    Blank,
    Columns,
    Cut,
    Logo,
    PrintDocument,
    Qr,
    Rule,
    Style,
    Text,
    Total,
)
from hardware.printing.codec import DocumentError, decode_document, encode_document
from tests.unit.printing.papers import NAMES, paper

WORDS = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=20)
STYLES = st.builds(Style, st.booleans(), st.booleans(), st.integers(1, 8), st.integers(1, 8))
BLOCKS = st.one_of(
    st.builds(Text, st.lists(WORDS, max_size=3).map(tuple), STYLES, st.sampled_from(Align), st.integers(0, 9)),
    st.builds(Columns, WORDS, WORDS, STYLES, st.integers(0, 9)),
    st.builds(Rule, st.booleans()),
    st.builds(Total, WORDS, WORDS),
    st.builds(Qr, WORDS, st.integers(1, 9)),
    st.builds(Barcode, WORDS, st.booleans()),
    st.builds(Logo, WORDS, WORDS),
    st.builds(Blank, st.integers(1, 9)),
    st.builds(Cut),
)
DOCUMENTS = st.builds(
    PrintDocument, st.lists(BLOCKS, max_size=6).map(tuple), st.sampled_from(["it", "en"]), st.integers(0, 3)
)


@given(DOCUMENTS)
def test_a_document_comes_back_equal(document: PrintDocument) -> None:
    assert decode_document(encode_document(document)) == document


@pytest.mark.parametrize("name", NAMES)
def test_every_paper_comes_back(name: str) -> None:
    assert decode_document(encode_document(paper(name))) == paper(name)


@given(st.binary(max_size=60))
def test_other_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(DocumentError):
        decode_document(data)


@pytest.mark.parametrize(
    "data",
    [
        b'{"version":2,"language":"it","copy_no":0,"blocks":[]}',
        b'{"version":1,"language":"it","copy_no":0,"blocks":[["drawer",{}]]}',
        b'{"version":1,"language":"it","copy_no":0,"blocks":[["text",{"phrases":"no list"}]]}',
        b'{"version":1,"language":"it","copy_no":0,"blocks":[["text",{"phrases":[],"style":{"width":99}}]]}',
        b'{"version":1,"language":"it","copy_no":0,"blocks":[["cut",{}]],"more":1}',
        b'{"version":1,"language":"it","copy_no":0,"blocks":[' + b",".join([b'["cut",{}]'] * 4001) + b"]}",
        b" " * 1_000_001,
    ],
)
def test_documents_that_are_almost_right_are_refused(data: bytes) -> None:
    with pytest.raises(DocumentError):
        decode_document(data)
