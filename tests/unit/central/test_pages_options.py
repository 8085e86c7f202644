"""Where customers' pages are served is said on the command line, or refused there."""

import argparse

import pytest

from app.bootstrap.central_pages import add_pages_arguments, pages_options
from app.central.pages.links import Links
from app.domain.errors import Code, Problem
from app.domain.page_links import checked_link

UNFIT = (
    "https://",
    "https://a..example",
    f"https://{'ü' * 60}.example",
    "https://straße.example",
    "https://ri tiro.example",
    "https://x.example:99999",
    "https://x.example:porta",
    "https://x.example:0",
    "https://x.example/%zz",
    "https://x.example/ritiro/%a",
    "https://x\n.example",
    "https://x.example/\tritiro",
    "https://[::1",
    "https://chi:segreto@x.example",
    f"https://x.example/{'a' * 300}",
)


def options(*words: str) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser()
    parser.set_defaults(tls_cert=None, tls_key=None)
    add_pages_arguments(parser)
    return parser.parse_args(words)


def test_without_an_address_there_are_none() -> None:
    assert pages_options(options("--pages-url", "https://ritiro.corsaviva.example")) is None


def test_customers_reach_them_by_their_own_address() -> None:
    made = pages_options(options("--pages", "127.0.0.1:0", "--pages-url", "https://ritiro.corsaviva.example/qui/"))
    assert made is not None
    assert (made.listen.host, made.listen.port, made.url) == (
        "127.0.0.1",
        0,
        "https://ritiro.corsaviva.example/qui",
    )


@pytest.mark.parametrize(
    ("url", "base"),
    [
        ("HTTPS://Ritiro.Corsaviva.EXAMPLE", "https://ritiro.corsaviva.example"),
        ("https://Caffè.example:8443/", "https://xn--caff-8oa.example:8443"),
        ("https://x.example/città/ritiro?", "https://x.example/citt%C3%A0/ritiro"),
        ("https://x.example/citt%C3%A0", "https://x.example/citt%C3%A0"),
        ("http://[::1]:8703", "http://[::1]:8703"),
    ],
)
def test_links_are_made_as_a_counter_takes_them(url: str, base: str) -> None:
    made = pages_options(options("--pages", "127.0.0.1:0", "--pages-url", url))
    assert made is not None
    assert made.url == base
    link = Links(b"k" * 32, made.url).url("o-4821:0")
    assert checked_link(link) == link


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--pages", "0.0.0.0:8703"), Code.TLS_REQUIRED),
        (("--pages", "qui"), Code.OPTION_INVALID),
        (("--pages", "127.0.0.1:0", "--pages-url", "ritiro.corsaviva.example"), Code.OPTION_INVALID),
        (("--pages", "127.0.0.1:0", "--pages-url", "javascript:alert(1)"), Code.OPTION_INVALID),
        (("--pages", "127.0.0.1:0", "--pages-url", "https://x.example/?a=1"), Code.OPTION_INVALID),
        *((("--pages", "127.0.0.1:0", "--pages-url", url), Code.OPTION_INVALID) for url in UNFIT),
    ],
)
def test_what_is_no_address_is_refused(words: tuple[str, ...], code: Code) -> None:
    with pytest.raises(Problem) as refused:
        pages_options(options(*words))
    assert refused.value.code is code
