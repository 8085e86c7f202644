"""The GraphQL documents that are sent to Vendure's admin API."""

from collections.abc import Iterable

_NO = "... on ErrorResult{errorCode}"
_CUSTOMER = "id firstName lastName emailAddress phoneNumber createdAt user{id}"
_FULFILMENT = "id state trackingCode lines{orderLineId quantity}"
_REFUND = "id total state reason"
_CART = """id active updatedAt currencyCode customer{id}
lines{id quantity unitPriceWithTax productVariant{id sku name}}"""


def _custom(field: str) -> str:
    return f"customFields{{{field}}}" if field else ""


def _order(gtin_field: str, line_fields: Iterable[str]) -> str:
    gtin, told = _custom(gtin_field), _custom(" ".join(filter(None, line_fields)))
    return f"""id code state createdAt updatedAt orderPlacedAt currencyCode totalWithTax shippingWithTax
customer{{{_CUSTOMER}}} shippingLines{{shippingMethod{{code}}}}
payments{{id method amount state refunds{{{_REFUND}}}}}
lines{{id quantity orderPlacedQuantity unitPriceWithTax linePriceWithTax proratedUnitPriceWithTax
proratedLinePriceWithTax productVariant{{id sku name {gtin}}} {told}}}
fulfillments{{{_FULFILMENT}}}
history(options:{{sort:{{id:DESC}},take:500}}){{items{{type createdAt data}}}}"""


def order(gtin_field: str, *line_fields: str) -> str:
    """One order by its id; the custom fields are that of a variant's GTIN and those of a line, empty for none."""
    return f"query($i:ID!){{order(id:$i){{{_order(gtin_field, line_fields)}}}}}"


def orders(gtin_field: str, *line_fields: str) -> str:
    """A page of orders."""
    told = _order(gtin_field, line_fields)
    return f"query($o:OrderListOptions){{orders(options:$o){{totalItems items{{{told}}}}}}}"


def settle(due: int, *, is_more: bool, is_moved: bool) -> str:
    """So many promised payments (`$p0` …) are kept, and with `is_more` the rest (`$i`) of the order `$o` was paid
    too, which with `is_moved` is brought to wait for it. In one request: a line that breaks leaves no half."""
    heads = [f"$p{n}:ID!" for n in range(due)]
    fields = [f"p{n}:settlePayment(id:$p{n}){{__typename {_NO}}}" for n in range(due)]
    if is_more:
        heads.append("$i:ManualPaymentInput!")
        fields.append(f"addManualPaymentToOrder(input:$i){{__typename {_NO}}}")
    if is_more and is_moved:
        heads.append("$o:ID!")
        fields.insert(0, f'transitionOrderToState(id:$o,state:"ArrangingAdditionalPayment"){{__typename {_NO}}}')
    return f"mutation({','.join(heads)}){{{' '.join(fields)}}}"


def variants(gtin_field: str) -> str:
    """A page of variants."""
    gtin = _custom(gtin_field)
    return f"""query($o:ProductVariantListOptions){{productVariants(options:$o){{totalItems items{{
id sku enabled priceWithTax currencyCode options{{name group{{code}}}} featuredAsset{{preview}} {gtin}
product{{id name enabled facetValues{{name facet{{code}}}} featuredAsset{{preview}}}}
stockLevels{{stockLocationId stockOnHand stockAllocated}}}}}}}}"""


OPEN = "query($o:OrderListOptions){orders(options:$o){items{id shippingLines{shippingMethod{code}}}}}"
CARTS = f"query($o:OrderListOptions){{orders(options:$o){{totalItems items{{{_CART}}}}}}}"
CART = f"""query($c:ID!){{customer(id:$c){{orders(options:{{filter:{{active:{{eq:true}}}},sort:{{createdAt:DESC}},
take:1}}){{items{{{_CART}}}}}}}}}"""
CUSTOMERS = f"query($o:CustomerListOptions){{customers(options:$o){{totalItems items{{{_CUSTOMER}}}}}}}"
CUSTOMER_IDS = "query($o:CustomerListOptions){customers(options:$o){items{id}}}"
LOCATIONS = "{stockLocations(options:{take:1000}){items{id name}}}"
PRECISION = "{globalSettings{serverConfig{moneyStrategyPrecision}}}"
SKUS = "query($s:[String!]){productVariants(options:{filter:{sku:{in:$s}}}){items{id sku}}}"
STOCK = """query($v:[String!]){stockLocations(options:{take:1000}){items{id name}}
productVariants(options:{filter:{id:{in:$v}}}){items{id sku
stockLevels{stockLocationId stockOnHand stockAllocated}
stockMovements(options:{type:ADJUSTMENT,take:1}){totalItems}}}}"""

ADD_FULFILMENT = f"""mutation($i:FulfillOrderInput!){{addFulfillmentToOrder(input:$i){{
... on Fulfillment{{{_FULFILMENT}}} {_NO}}}}}"""
MOVE_FULFILMENT = (
    f"mutation($f:ID!,$s:String!){{transitionFulfillmentToState(id:$f,state:$s){{__typename {_NO}}}}}"
)
# The fields of a mutation run one after the other, and the first that fails ends it.
CLAIM_FULFILMENT = f"""mutation($n:AddNoteToOrderInput!,$f:ID!){{addNoteToOrder(input:$n){{id}}
transitionFulfillmentToState(id:$f,state:"Delivered"){{__typename {_NO}}}}}"""
NOTE = "mutation($n:AddNoteToOrderInput!){addNoteToOrder(input:$n){id}}"
REFUND = f"mutation($i:RefundOrderInput!){{refundOrder(input:$i){{... on Refund{{{_REFUND}}} {_NO}}}}}"
CANCEL_PAYMENT = f"mutation($p:ID!){{cancelPayment(id:$p){{__typename {_NO}}}}}"
MOVE_ORDER = f"mutation($i:ID!,$s:String!){{transitionOrderToState(id:$i,state:$s){{__typename {_NO}}}}}"
_SET_STOCK = "updateProductVariants(input:$v){id}"
BEGIN_AND_RESTOCK = f"""mutation($b:AddNoteToOrderInput!,$v:[UpdateProductVariantInput!]!,
$n:AddNoteToOrderInput!){{
begun:addNoteToOrder(input:$b){{id}} {_SET_STOCK} done:addNoteToOrder(input:$n){{id}}}}"""
RESTOCK = f"""mutation($v:[UpdateProductVariantInput!]!,$n:AddNoteToOrderInput!){{
{_SET_STOCK} done:addNoteToOrder(input:$n){{id}}}}"""
ADD_TO_CART = f"""mutation($o:ID!,$v:ID!,$q:Int!){{addItemToDraftOrder(orderId:$o,
input:{{productVariantId:$v,quantity:$q}}){{__typename {_NO}}}}}"""
ADJUST_CART = f"""mutation($o:ID!,$l:ID!,$q:Int!){{adjustDraftOrderLine(orderId:$o,
input:{{orderLineId:$l,quantity:$q}}){{__typename {_NO}}}}}"""
