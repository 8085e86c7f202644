"""Labels to test with."""

from pathlib import Path

from hardware.printing.label_forms import LabelForms

RESOURCES = Path(__file__).parents[3] / "resources"
FORMS = LabelForms.read(RESOURCES / "labels")
GTIN = "8001234567897"
SHELF = {
    "name": "Giacca in pile da montagna con cappuccio",
    "variant": "Taglia M, blu notte",
    "price": "€ 159,90",
    "gtin": GTIN,
    "sku": "GIA-PIL-M-BLU",
}
BAG: dict[str, str | int] = {
    "order_no": "4821",
    "bag": 2,
    "which": "2/3",
    "place": "B12",
    "customer": "Giulia B.",
    "day": "gio 05/03",
    "due": "10:30",
    "store": "Sportiva, Milano Corso Vercelli",
}
