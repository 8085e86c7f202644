"""GS1 Digital Link: any address that holds a key, and no other."""

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.symbology.elements import Fault, Finding
from hardware.symbology.identifiers import CHARACTERS
from hardware.symbology.links import parse_link

GTIN = "09506000134352"
_DATA = st.text("".join(sorted(CHARACTERS["X"])), min_size=1, max_size=20)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        (f"https://id.gs1.org/01/{GTIN}", {"01": GTIN}),
        (f"HTTPS://ID.GS1.ORG/01/{GTIN}/10/ABC", {"01": GTIN, "10": "ABC"}),
        (f"http://shop.example:8080/01/{GTIN}/", {"01": GTIN}),
        (f"https://shop.example/it/p/01/{GTIN}/22/2A/10/L/21/S", {"01": GTIN, "22": "2A", "10": "L", "21": "S"}),
        (f"https://shop.example/10/20/01/{GTIN}", {"01": GTIN}),
        ("https://shop.example/01/9506000134352", {"01": GTIN}),
        ("https://shop.example/gtin/9506000134352/lot/L/ser/S", {"01": GTIN, "10": "L", "21": "S"}),
        (
            f"https://shop.example/01/{GTIN}?17=261231&3103=000195&utm=x#top",
            {"01": GTIN, "17": "261231", "3103": "000195"},
        ),
        (f"https://shop.example/01/{GTIN}?17=261231;10=A%2FB", {"01": GTIN, "17": "261231", "10": "A/B"}),
        (f"https://shop.example/01/{GTIN}/21/A%2FB%3F", {"01": GTIN, "21": "A/B?"}),
        (f"https://shop.example/01/{GTIN}/235/TPX", {"01": GTIN, "235": "TPX"}),
        (
            "https://id.gs1.org/00/106141412345678908?02=00614141123452&37=25",
            {"00": "106141412345678908"} | {"02": "00614141123452", "37": "25"},
        ),
        ("https://id.gs1.org/414/9501101530003/254/32a%2Fb", {"414": "9501101530003", "254": "32a/b"}),
    ],
)
def test_a_link_says_what_an_element_string_says(text: str, values: dict[str, str]) -> None:
    found = parse_link(text)
    assert found is not None
    assert (found.values, found.findings) == (values, [])


@pytest.mark.parametrize(
    "text",
    [
        "https://shop.example/",
        "https://shop.example",
        "https://shop.example/promo/2026",
        f"https://shop.example/?01={GTIN}",
        f"https://shop.example/01/{GTIN}/21/S/10/L",
        f"https://shop.example/01/{GTIN}/99/L",
        f"https://shop.example/01/{GTIN}/10",
        f"https://shop.example/10/L/01/{GTIN}/pagina",
        f"Https://shop.example/01/{GTIN}",
        f"ftp://shop.example/01/{GTIN}",
        f"https:///01/{GTIN}",
        f"https://shop.example/01/{GTIN} ",
        "https://shop.example/01/catalogo",
        "https://shop.example/01/catalogo?17=261332",
        "https://shop.example/gtin/09506000134352X",
        "https://shop.example/01/%FF%FE",
        "https://shop.example/414/2026/254/1",
        "HTTPS://",
    ],
)
def test_other_addresses_are_no_link(text: str) -> None:
    assert parse_link(text) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("https://shop.example/01/09506000134353", ("01", Fault.CHECK_DIGIT)),
        (f"https://shop.example/01/{GTIN}?17=261332", ("17", Fault.IMPOSSIBLE)),
        (f"https://shop.example/01/{GTIN}/10/%FF%FE", ("10", Fault.FORM)),
        (f"https://shop.example/01/{GTIN}/10/L?10=M", ("10", Fault.TWICE)),
        ("https://shop.example/01/950600013435", ("01", Fault.CHECK_DIGIT)),
        (f"https://shop.example/01/{GTIN}?" + "&".join(f"k{n}=1" for n in range(70)), ("", Fault.TOO_MANY)),
    ],
)
def test_faults_of_a_link_are_told(text: str, found: tuple[str, Fault]) -> None:
    link = parse_link(text)
    assert link is not None
    assert Finding(*found) in link.findings


@given(batch=_DATA, serial=_DATA, host=st.from_regex(r"[a-z0-9.-]{1,30}(:[0-9]{1,5})?", fullmatch=True))
def test_what_was_built_is_what_is_read(batch: str, serial: str, host: str) -> None:
    text = f"https://{host}/shop/01/{GTIN}/10/{quote(batch, safe='')}/21/{quote(serial, safe='')}?17=261231"
    found = parse_link(text)
    assert found is not None
    assert found.values == {"01": GTIN, "10": batch, "21": serial, "17": "261231"}
