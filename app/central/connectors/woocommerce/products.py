"""Finds the one product or variation a SKU stands for."""

from app.central.connectors.platform_http import PlatformHttp
from app.central.connectors.port import PlatformRefused
from app.central.connectors.woocommerce.wire import ProductAnswer
from app.domain.errors import Code


async def product_of(http: PlatformHttp, sku: str) -> ProductAnswer:
    """The product with this SKU; PlatformRefused(ARTICLE_UNKNOWN). The filter takes a comma for the end of one."""
    found = [] if not sku or "," in sku else await http.read("/wc/v3/products", list[ProductAnswer], {"sku": sku})
    exact = [product for product in found if product.sku == sku]
    if not exact:
        raise PlatformRefused("article_unknown", Code.ARTICLE_UNKNOWN)
    return exact[0]
