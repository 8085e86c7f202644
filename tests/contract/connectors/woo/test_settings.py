"""The options of a settings file become the connector's settings, and a slip is named."""

import pytest

from app.central.connectors.woocommerce.settings import WooSettings


def test_without_options_it_is_woocommerce_as_installed_and_no_money_moves() -> None:
    settings = WooSettings.of({}, ["Store 01"])
    assert settings == WooSettings(pickup_locations=("Store 01",))
    assert (settings.waiting, settings.refunds_through_gateway) == (("processing", "on-hold"), False)


def test_options_are_text() -> None:
    settings = WooSettings.of(
        {
            "note_ready": "Il tuo ordine è pronto.",
            "ready_status": "ready-for-pickup",
            "open_statuses": "processing, on-hold,packed",
            "refunds_through_gateway": "yes",
            "stock_location": "Store 01",
            "size_names": "Lunghezza, Taglia",
        },
        [],
    )
    assert settings.notes == {"ready": "Il tuo ordine è pronto."}
    assert settings.waiting == ("processing", "on-hold", "packed", "ready-for-pickup")
    assert (settings.refunds_through_gateway, settings.stock_location) == (True, "Store 01")
    assert settings.size_names == {"lunghezza", "taglia"}
    assert settings.colour_names == WooSettings().colour_names


@pytest.mark.parametrize(
    ("options", "named"),
    [({"api_refund": "no"}, "api_refund"), ({"refunds_through_gateway": "si"}, "refunds_through_gateway")],
)
def test_a_slip_is_named(options: dict[str, str], named: str) -> None:
    with pytest.raises(ValueError, match=f"^{named}$"):
        WooSettings.of(options, [])
