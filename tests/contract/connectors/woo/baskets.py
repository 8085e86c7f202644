"""What the shop of recordings answers to a question to its Store API: the cart whose token is shown."""

import base64
import hashlib
import json
from dataclasses import dataclass, field
from decimal import Decimal

from tests.contract.connectors.woo.recordings import Json, answer
from tests.contract.connectors.woo.routes import Answer, Asked
from tests.contract.connectors.woo.shop import WooShop

NONCE = "5f0732f3a2"
_HEAD = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9"


def token_of(owner: str) -> str:
    """A token in the recorded form."""
    told = json.dumps({"user_id": owner, "exp": 1795462567, "iss": "store-api", "iat": 1795289767}).encode()
    return f"{_HEAD}.{base64.urlsafe_b64encode(told).decode().rstrip('=')}.c2lnbmF0dXJlLXRha2VuLW91dA"


@dataclass
class Baskets:
    """Owns the carts, by owner: a customer's number, or `t_…` for a guest. Only these tokens are taken."""

    shop: WooShop
    carts: dict[str, dict[int, int]] = field(default_factory=dict)

    def answer(self, asked: Asked) -> Answer:
        """A key shows the cart of the key's own user; an unknown token, a new one."""
        owners = {token_of(owner): owner for owner in self.carts}
        owner = owners.get(asked.headers.get("cart-token", ""), "t_new")
        if "authorization" in asked.headers:
            owner = "1"
        step = asked.path.removeprefix("/wc/store/v1/cart").removeprefix("/")
        cart = self.carts.get(owner, {})
        if step and asked.headers.get("nonce") != NONCE:
            return Answer(401, {"code": "woocommerce_rest_missing_nonce", "message": "", "data": {"status": 401}})
        if step:
            self._change(cart, step, asked.body)
        heads = {"Nonce": NONCE, "Nonce-Timestamp": "1795289767", "Cart-Token": token_of(owner)}
        return Answer(201 if step == "add-item" else 200, self._told(cart), heads)

    def _change(self, cart: dict[int, int], step: str, body: Json) -> None:
        if step == "add-item":
            cart[body["id"]] = cart.get(body["id"], 0) + body["quantity"]
            return
        (id_,) = [each for each in cart if _key(each) == body["key"]]
        if step == "remove-item":
            del cart[id_]
        else:
            cart[id_] = body["quantity"]

    def _told(self, cart: dict[int, int]) -> Json:
        told: Json = answer("GET", "/wc/store/v1/cart")
        told["items"] = [self._item(id_, quantity) for id_, quantity in cart.items()]
        return told

    def _item(self, id_: int, quantity: int) -> Json:
        product = self.shop.products[id_]
        gross = Decimal(product["price"]) * 100 * quantity
        net = (gross / Decimal("1.21")).quantize(Decimal(1))
        item: Json = answer("POST", "/wc/store/v1/cart/add-item", 201)["items"][0]
        item.update(key=_key(id_), id=id_, name=product["name"], sku=product["sku"], quantity=quantity)
        item["totals"].update(line_subtotal=str(net), line_subtotal_tax=str(int(gross) - int(net)))
        return item


def _key(id_: int) -> str:
    """The name of a line: the recorded one is the MD5 of the article's number."""
    return hashlib.md5(str(id_).encode(), usedforsecurity=False).hexdigest()
