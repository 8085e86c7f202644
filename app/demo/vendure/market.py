"""Makes an empty Vendure a shop in Italy: money, tax, ways to pay, and its stores with ways to collect there."""

from collections.abc import Iterable

from app.demo.vendure.api import VendureApi

CARD, IN_STORE = "carta", "in-negozio"
HOME = "spedizione"
COUPON = "BENVENUTO"
MAIN_PLACE = "1"
"""Vendure's id of the stock location an empty one comes with."""


def open_market(admin: VendureApi) -> None:
    """Italy, euro, prices with 22 % VAT in them, a card that is charged at once, paying in the shop, a coupon."""
    country = admin.call(
        'mutation{createCountry(input:{code:"IT",enabled:true,translations:[{languageCode:it,name:"Italia"}]}){id}}'
    )["createCountry"]["id"]
    zone = admin.call('mutation($c:[ID!]){createZone(input:{name:"Italia",memberIds:$c}){id}}', c=[country])
    zone = zone["createZone"]["id"]
    admin.call(
        "mutation{updateGlobalSettings(input:{availableLanguages:[it,en],trackInventory:true}){__typename}}"
    )
    admin.call(
        """mutation($z:ID!){updateChannel(input:{id:1,defaultLanguageCode:it,availableLanguageCodes:[it,en],
        defaultCurrencyCode:EUR,availableCurrencyCodes:[EUR],pricesIncludeTax:true,defaultTaxZoneId:$z,
        defaultShippingZoneId:$z}){__typename ERR}}""",
        z=zone,
    )
    tax = admin.call('mutation{createTaxCategory(input:{name:"IVA ordinaria",isDefault:true}){id}}')
    admin.call(
        'mutation($c:ID!,$z:ID!){createTaxRate(input:{name:"IVA 22",enabled:true,value:22,categoryId:$c,'
        "zoneId:$z}){id}}",
        c=tax["createTaxCategory"]["id"],
        z=zone,
    )
    for code, handler, arguments in (
        (CARD, "test-card", []),
        (IN_STORE, "dummy-payment-handler", [{"name": "automaticSettle", "value": "false"}]),
    ):
        told = {"code": code, "enabled": True, "translations": [{"languageCode": "it", "name": code}]}
        told["handler"] = {"code": handler, "arguments": arguments}
        admin.call("mutation($i:CreatePaymentMethodInput!){createPaymentMethod(input:$i){id}}", i=told)
    promotion = {
        "enabled": True,
        "couponCode": COUPON,
        "translations": [{"languageCode": "it", "name": "Benvenuto"}],
        "conditions": [],
        "actions": [{"code": "order_percentage_discount", "arguments": [{"name": "discount", "value": "10"}]}],
    }
    admin.call("mutation($i:CreatePromotionInput!){createPromotion(input:$i){__typename ERR}}", i=promotion)


def open_places(admin: VendureApi, warehouse: str, shops: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The warehouse is Vendure's first location, from which it sends home; each of `shops` (id, name) is one more
    with a way to collect there. Vendure's ids of the shops' stock locations."""
    admin.call('mutation($n:String!){updateStockLocation(input:{id:1,name:$n,description:""}){id}}', n=warehouse)
    _method(admin, HOME, "Spedizione a casa", 490)
    return {store: create_place(admin, store, name) for store, name in shops}


def create_place(admin: VendureApi, store: str, name: str) -> str:
    """A shop with stock of its own and a way to collect there; Vendure's id of the stock location."""
    made = admin.call('mutation($n:String!){createStockLocation(input:{name:$n,description:""}){id}}', n=name)
    _method(admin, method_of(store), f"Ritiro in negozio: {name}", 0)
    return str(made["createStockLocation"]["id"])


def method_of(store: str) -> str:
    """Code of the shipping method by which an order is collected in that store; by which it is sent, for none."""
    return f"ritiro-{store.lower()}" if store else HOME


def methods(admin: VendureApi) -> dict[str, str]:
    """Vendure's ids of the shipping methods, by code."""
    found = admin.call("{shippingMethods(options:{take:100}){items{id code}}}")["shippingMethods"]["items"]
    return {method["code"]: method["id"] for method in found}


def _method(admin: VendureApi, code: str, name: str, rate: int) -> None:
    arguments = (("rate", str(rate)), ("includesTax", "include"), ("taxRate", "22"))
    told = {
        "code": code,
        "fulfillmentHandler": "manual-fulfillment",
        "translations": [{"languageCode": "it", "name": name, "description": ""}],
        "checker": {
            "code": "default-shipping-eligibility-checker",
            "arguments": [{"name": "orderMinimum", "value": "0"}],
        },
        "calculator": {
            "code": "default-shipping-calculator",
            "arguments": [{"name": key, "value": value} for key, value in arguments],
        },
    }
    admin.call("mutation($i:CreateShippingMethodInput!){createShippingMethod(input:$i){id}}", i=told)
