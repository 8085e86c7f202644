"""Fills an empty Vendure with part of the sample chain: three shops, articles, customers, carts, paid orders."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from app.contract.rows import ArticleRow
from app.demo.chain import build_chain, demo_cases
from app.demo.chain_model import DemoChain
from app.demo.chain_stores import NAMES, SHOPS, WAREHOUSE
from app.demo.pictures import picture
from app.demo.vendure.api import VendureApi
from app.domain.customers import Customer
from app.domain.orders import Order

SEED, SEED_AT = 7, datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
PASSWORD = "sample-customer"
MODELS = 14
COUPON = "BENVENUTO"
CARD, IN_STORE, HOME = "carta", "in-negozio", "spedizione"
_ADDRESS = {
    "fullName": "Cliente di prova",
    "streetLine1": "Via Esempio 1",
    "city": "Milano",
    "postalCode": "20100",
    "countryCode": "IT",
}


@dataclass(frozen=True, slots=True)
class Sample:
    """What of the chain goes into the shop."""

    chain: DemoChain
    articles: tuple[ArticleRow, ...]
    customers: tuple[Customer, ...]
    orders: tuple[Order, ...]
    cart_customer: Customer


def sample() -> Sample:
    """The named cases of the chain with everything they need, and the most popular models."""
    chain = build_chain(SEED, SEED_AT)
    cases = demo_cases(chain)
    coded = (cases.hand_over, cases.offline, cases.cart_order, cases.other_store, cases.unpaid, cases.collected)
    orders = (*(case.order for case in coded), *(case.order for case in cases.look_alikes[1:]))
    orders = (*orders, cases.returnable_order)
    wanted = {line.sku for order in orders for line in order.lines} | {line.sku for line in cases.cart.lines}
    by_sku = {article.sku: article for article in chain.articles}
    models = dict.fromkeys(by_sku[sku].model for sku in sorted(wanted))
    models |= dict.fromkeys(article.model for article in sorted(chain.articles, key=lambda a: a.rank))
    kept = set(list(models)[:MODELS])
    people = {order.customer for order in orders}
    return Sample(
        chain=chain,
        articles=tuple(article for article in chain.articles if article.model in kept),
        customers=tuple(customer for customer in chain.customers if customer.id in people),
        orders=orders,
        cart_customer=cases.cart_customer,
    )


def method_of(store: str) -> str:
    """Code of the shipping method by which an order is collected in that store."""
    return f"ritiro-{store.lower()}"


def seed(admin: VendureApi, base_url: str) -> None:
    """Fill the empty shop; `admin` is logged in."""
    what = sample()
    _market(admin)
    places = _places(admin)
    variants = _goods(admin, what, places)
    for customer in what.customers:
        create_customer(admin, customer.given_name, customer.family_name, customer.email, customer.phone)
    emails = {customer.id: customer.email for customer in what.customers}
    for order in what.orders:
        lines = [(variants[line.sku], line.quantity) for line in order.lines]
        payment = CARD if order.payment.is_paid else IN_STORE
        place_order(base_url, emails[order.customer], order.store, lines, payment=payment)
    _cart(base_url, what, variants)


def _market(admin: VendureApi) -> None:
    """Italy, euro, prices with 22 % VAT in them, a card that is charged at once and paying in the shop."""
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


def _places(admin: VendureApi) -> dict[str, str]:
    """The warehouse is Vendure's first location; each shop is one more with a way to collect there."""
    admin.call(
        'mutation($n:String!){updateStockLocation(input:{id:1,name:$n,description:""}){id}}', n=NAMES[WAREHOUSE]
    )
    _method(admin, HOME, "Spedizione a casa", 490)
    return {str(WAREHOUSE): "1"} | {str(store): create_place(admin, store, NAMES[store]) for store in SHOPS}


def create_place(admin: VendureApi, store: str, name: str) -> str:
    """A shop with stock of its own and a way to collect there; Vendure's id of the stock location."""
    made = admin.call('mutation($n:String!){createStockLocation(input:{name:$n,description:""}){id}}', n=name)
    _method(admin, method_of(store), f"Ritiro in negozio: {name}", 0)
    return str(made["createStockLocation"]["id"])


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


def _goods(admin: VendureApi, what: Sample, places: dict[str, str]) -> dict[str, str]:
    """Products with options for colour and size, a brand, a category and a picture; variant id by SKU."""
    models: dict[str, list[ArticleRow]] = {}
    for article in what.articles:
        models.setdefault(article.model, []).append(article)
    brands = _facet(admin, "brand", "Marca", [article.brand for article in what.articles])
    categories = _facet(admin, "category", "Categoria", [article.category for article in what.articles])
    found: dict[str, str] = {}
    for articles in models.values():
        [picture_id] = admin.upload({f"{articles[0].model}.png": picture(articles[0])})
        facets = [brands[articles[0].brand], categories[articles[0].category]]
        found |= _product(admin, what.chain, articles, places, picture_id=picture_id, facets=facets)
    return found


def _facet(admin: VendureApi, code: str, name: str, values: Iterable[str]) -> dict[str, str]:
    told = {
        "code": code,
        "isPrivate": False,
        "translations": [{"languageCode": "it", "name": name}],
        "values": [
            {"code": f"{code}-{n}", "translations": [{"languageCode": "it", "name": value}]}
            for n, value in enumerate(dict.fromkeys(values))
        ],
    }
    made = admin.call("mutation($i:CreateFacetInput!){createFacet(input:$i){values{id name}}}", i=told)
    return {value["name"]: value["id"] for value in made["createFacet"]["values"]}


def _product(
    admin: VendureApi,
    chain: DemoChain,
    articles: Sequence[ArticleRow],
    places: dict[str, str],
    *,
    picture_id: str,
    facets: list[str],
) -> dict[str, str]:
    first = articles[0]
    text = {"languageCode": "it", "name": first.name, "slug": first.model.lower(), "description": ""}
    told = {
        "translations": [text],
        "featuredAssetId": picture_id,
        "assetIds": [picture_id],
        "facetValueIds": facets,
    }
    product = admin.call("mutation($i:CreateProductInput!){createProduct(input:$i){id}}", i=told)
    product_id = product["createProduct"]["id"]
    colours = _options(admin, product_id, "colour", "Colore", [a.colour for a in articles])
    sizes = _options(admin, product_id, "size", "Taglia", [a.size for a in articles])
    prices = {price.sku: price for price in chain.prices}
    stock = {(str(store), row.sku): row.on_hand for store, rows in chain.stock.items() for row in rows}
    variants = [
        {
            "productId": product_id,
            "sku": article.sku,
            "price": prices[article.sku].site,
            "optionIds": [colours[article.colour], sizes[article.size]],
            "translations": [{"languageCode": "it", "name": f"{article.name} {article.variant}"}],
            "customFields": {"gtin": article.gtin},
            "stockLevels": [
                {"stockLocationId": place, "stockOnHand": stock.get((store, article.sku), 0) + 5}
                for store, place in places.items()
            ],
        }
        for article in articles
    ]
    made = admin.call(
        "mutation($i:[CreateProductVariantInput!]!){createProductVariants(input:$i){id sku}}", i=variants
    )
    return {variant["sku"]: variant["id"] for variant in made["createProductVariants"]}


def _options(admin: VendureApi, product: str, code: str, name: str, values: Iterable[str]) -> dict[str, str]:
    told = {
        "code": code,
        "translations": [{"languageCode": "it", "name": name}],
        "options": [
            {"code": f"{code}-{n}", "translations": [{"languageCode": "it", "name": value or "unica"}]}
            for n, value in enumerate(dict.fromkeys(values))
        ],
    }
    made = admin.call(
        "mutation($i:CreateProductOptionGroupInput!){createProductOptionGroup(input:$i){id options{id name}}}",
        i=told,
    )["createProductOptionGroup"]
    admin.call(
        "mutation($p:ID!,$g:ID!){addOptionGroupToProduct(productId:$p,optionGroupId:$g){id}}",
        p=product,
        g=made["id"],
    )
    options = {option["name"]: option["id"] for option in made["options"]}
    return {value: options[value or "unica"] for value in dict.fromkeys(values)}


def create_customer(admin: VendureApi, given: str, family: str, email: str, phone: str) -> str:
    """A customer who can log in with `PASSWORD`; Vendure's id."""
    told = {"firstName": given, "lastName": family, "emailAddress": email, "phoneNumber": phone}
    made = admin.call(
        "mutation($i:CreateCustomerInput!,$p:String!){createCustomer(input:$i,password:$p)"
        "{... on Customer{id} ERR}}",
        i=told,
        p=PASSWORD,
    )
    return str(made["createCustomer"]["id"])


def _cart(base_url: str, what: Sample, variants: dict[str, str]) -> None:
    """The cart of the chain's example, filled by its customer."""
    cart = next(cart for cart in what.chain.carts if cart.customer == what.cart_customer.id)
    shop = VendureApi(base_url, "shop-api")
    shop.login(what.cart_customer.email, PASSWORD)
    for line in cart.lines:
        add_to_cart(shop, variants[line.sku], line.quantity)
    shop.close()


def add_to_cart(shop: VendureApi, variant: str, quantity: int) -> None:
    """As the customer who is logged in."""
    shop.call(
        "mutation($v:ID!,$q:Int!){addItemToOrder(productVariantId:$v,quantity:$q){__typename ERR}}",
        v=variant,
        q=quantity,
    )


def place_order(
    base_url: str,
    email: str,
    store: str,
    lines: Sequence[tuple[str, int]],
    *,
    payment: str = CARD,
    coupon: str = "",
    gift_card: int = 0,
) -> str:
    """The customer buys these variants, to be collected in `store` (sent home when empty); Vendure's id.

    `gift_card`: minor units that a payment of its own covers.
    """
    shop = VendureApi(base_url, "shop-api")
    shop.login(email, PASSWORD)
    for variant, quantity in lines:
        add_to_cart(shop, variant, quantity)
    if coupon:
        shop.call("mutation($c:String!){applyCouponCode(couponCode:$c){__typename ERR}}", c=coupon)
    shop.call("mutation($i:CreateAddressInput!){setOrderShippingAddress(input:$i){__typename ERR}}", i=_ADDRESS)
    wanted = method_of(store) if store else HOME
    offered = shop.call("{eligibleShippingMethods{id code}}")["eligibleShippingMethods"]
    shop.call(
        "mutation($m:[ID!]!){setOrderShippingMethod(shippingMethodId:$m){__typename ERR}}",
        m=[method["id"] for method in offered if method["code"] == wanted],
    )
    shop.call('mutation{transitionOrderToState(state:"ArrangingPayment"){__typename ERR}}')
    paid = {}
    for most in [{"most": gift_card}] * bool(gift_card) + [{}]:
        paid = shop.call(
            "mutation($i:PaymentInput!){addPaymentToOrder(input:$i){... on Order{id} ERR}}",
            i={"method": payment, "metadata": most},
        )
    shop.close()
    return str(paid["addPaymentToOrder"]["id"])
