"""Where customers' pages are served is said on the command line, or refused there."""

import argparse

import pytest

from app.bootstrap.central_pages import add_pages_arguments, pages_options
from app.domain.errors import Code, Problem


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
    ("words", "code"),
    [
        (("--pages", "0.0.0.0:8703"), Code.TLS_REQUIRED),
        (("--pages", "qui"), Code.OPTION_INVALID),
        (("--pages", "127.0.0.1:0", "--pages-url", "ritiro.corsaviva.example"), Code.OPTION_INVALID),
        (("--pages", "127.0.0.1:0", "--pages-url", "javascript:alert(1)"), Code.OPTION_INVALID),
        (("--pages", "127.0.0.1:0", "--pages-url", "https://x.example/?a=1"), Code.OPTION_INVALID),
    ],
)
def test_what_is_no_address_is_refused(words: tuple[str, ...], code: Code) -> None:
    with pytest.raises(Problem) as refused:
        pages_options(options(*words))
    assert refused.value.code is code
