"""What the demo shop sells and whom it knows: places, articles, stock, customers, carts; lists go by change."""

import sqlite3
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Final, TypeAlias

from msgspec import json

from app.demo.shop_wire import (
    ArticlePage,
    ArticleView,
    CartItem,
    CartPage,
    CartView,
    CustomerPage,
    CustomerView,
    Seed,
    ShopArticle,
    ShopCustomer,
    ShopLocation,
    StockLevel,
)

PAGE_SIZE: Final = 50
_SCHEMA = """
CREATE TABLE IF NOT EXISTS locations(id TEXT PRIMARY KEY, name TEXT);
CREATE TABLE IF NOT EXISTS articles(id TEXT PRIMARY KEY, updated_at TEXT, sku TEXT, body BLOB);
CREATE INDEX IF NOT EXISTS articles_moved ON articles(updated_at, id);
CREATE INDEX IF NOT EXISTS articles_by_sku ON articles(sku);
CREATE TABLE IF NOT EXISTS pictures(path TEXT PRIMARY KEY, body BLOB);
CREATE TABLE IF NOT EXISTS customers(id TEXT PRIMARY KEY, updated_at TEXT, body BLOB);
CREATE INDEX IF NOT EXISTS customers_moved ON customers(updated_at, id);
CREATE TABLE IF NOT EXISTS carts(id TEXT PRIMARY KEY, updated_at TEXT, currency TEXT, body BLOB);
CREATE INDEX IF NOT EXISTS carts_moved ON carts(updated_at, id);
CREATE TABLE IF NOT EXISTS stock(
  sku TEXT, location TEXT, quantity INTEGER, reserved INTEGER, PRIMARY KEY(sku, location));
"""
_TABLES = ("locations", "articles", "pictures", "customers", "carts", "stock")
_encode = json.encode
_article = json.Decoder(ShopArticle).decode
_customer = json.Decoder(ShopCustomer).decode
_items = json.Decoder(list[CartItem]).decode
After: TypeAlias = "tuple[str, str]"
"""Where a list goes on: the last change and the id that were told last."""


class Missing(Exception):
    """There is no such thing."""


class ShopGoods:
    """Owns the tables beside the orders, in a database of `ShopData`; on its thread."""

    def __init__(self, db: sqlite3.Connection, now: Callable[[], datetime]) -> None:
        db.executescript(_SCHEMA)
        self._db = db
        self._now = now

    def seed(self, seed: Seed, at: str) -> None:
        """Forget everything and start with this; within a transaction."""
        db = self._db
        for table in _TABLES:
            db.execute(f"DELETE FROM {table}")  # noqa: S608  # names of our own tables
        db.executemany("INSERT INTO locations VALUES (?, ?)", [(x.id, x.name) for x in seed.locations])
        articles = [(a.id, at, a.sku, _encode(a)) for a in seed.articles]
        db.executemany("INSERT INTO articles VALUES (?, ?, ?, ?)", articles)
        db.executemany("INSERT INTO pictures VALUES (?, ?)", seed.pictures.items())
        people = [(c.id, at, _encode(c)) for c in seed.customers]
        db.executemany("INSERT INTO customers VALUES (?, ?, ?)", people)
        carts = [(c.customer, at, c.currency, _encode(c.lines)) for c in seed.carts]
        db.executemany("INSERT INTO carts VALUES (?, ?, ?, ?)", carts)
        levels = [(s.sku, s.location, s.quantity, s.reserved) for s in seed.stock]
        db.executemany("INSERT INTO stock VALUES (?, ?, ?, ?)", levels)

    def locations(self) -> list[ShopLocation]:
        """Every place."""
        return [ShopLocation(*row) for row in self._db.execute("SELECT id, name FROM locations ORDER BY id")]

    def _after(self, table: str, columns: str, after: After) -> list[tuple[str, ...]]:
        return self._db.execute(
            f"SELECT id, updated_at, {columns} FROM {table} "  # noqa: S608  # names of our own tables
            "WHERE (updated_at, id) > (?, ?) ORDER BY updated_at, id LIMIT ?",
            (*after, PAGE_SIZE + 1),
        ).fetchall()

    def _count(self, table: str) -> int:
        return int(self._db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608  # as above

    def articles(self, after: After) -> ArticlePage:
        """Articles that changed since."""
        rows = self._after("articles", "body", after)
        views = []
        for _, updated_at, body in rows[:PAGE_SIZE]:
            article = _article(body)
            views.append(ArticleView(article, self.stock(article.sku), datetime.fromisoformat(updated_at)))
        return ArticlePage(views, len(rows) > PAGE_SIZE, self._count("articles"))

    def put_article(self, article: ShopArticle) -> None:
        """Sell it from now on, or change it."""
        with self._db as db:
            values = (article.id, self._now().isoformat(), article.sku, _encode(article))
            db.execute("INSERT OR REPLACE INTO articles VALUES (?, ?, ?, ?)", values)

    def picture(self, path: str) -> bytes:
        """A picture's file; Missing."""
        row = self._db.execute("SELECT body FROM pictures WHERE path = ?", (path,)).fetchone()
        if row is None:
            raise Missing(path)
        return bytes(row[0])

    def customers(self, after: After) -> CustomerPage:
        """Customers that changed since."""
        rows = self._after("customers", "body", after)
        views = [CustomerView(_customer(body), datetime.fromisoformat(at)) for _, at, body in rows[:PAGE_SIZE]]
        return CustomerPage(views, len(rows) > PAGE_SIZE, self._count("customers"))

    def put_customer(self, customer: ShopCustomer) -> None:
        """Know this customer from now on, or change what is known."""
        with self._db as db:
            values = (customer.id, self._now().isoformat(), _encode(customer))
            db.execute("INSERT OR REPLACE INTO customers VALUES (?, ?, ?)", values)

    def customer(self, customer_id: str) -> ShopCustomer:
        """A customer; Missing."""
        row = self._db.execute("SELECT body FROM customers WHERE id = ?", (customer_id,)).fetchone()
        if row is None:
            raise Missing(customer_id)
        return _customer(row[0])

    def forget_customer(self, customer_id: str) -> None:
        """Forget who that is; Missing."""
        known = self.customer(customer_id)
        self.put_customer(ShopCustomer(known.id, "", "", known.since_at, is_deleted=True))

    def carts(self, after: After) -> CartPage:
        """Carts that changed since, emptied ones included."""
        rows = self._after("carts", "currency, body", after)
        return CartPage([_cart(*row) for row in rows[:PAGE_SIZE]], len(rows) > PAGE_SIZE)

    def cart(self, customer_id: str) -> CartView:
        """The open cart of a customer; Missing."""
        row = self._db.execute(
            "SELECT id, updated_at, currency, body FROM carts WHERE id = ?", (customer_id,)
        ).fetchone()
        if row is None:
            raise Missing(customer_id)
        return _cart(*row)

    def change_cart(self, customer_id: str, quantities: dict[str, int]) -> CartView:
        """Set quantities; Missing when there is no such cart, or an article is neither in it nor sold."""
        cart = self.cart(customer_id)
        items = {item.sku: item for item in cart.lines}
        for sku, quantity in quantities.items():
            known = items.get(sku) or self._sold(sku)
            if not quantity:
                items.pop(sku, None)
            else:
                items[sku] = CartItem(sku, known.name, quantity, known.unit_price)
        with self._db as db:
            values = (self._now().isoformat(), _encode(list(items.values())), customer_id)
            db.execute("UPDATE carts SET updated_at = ?, body = ? WHERE id = ?", values)
        return self.cart(customer_id)

    def _sold(self, sku: str) -> CartItem:
        row = self._db.execute("SELECT body FROM articles WHERE sku = ?", (sku,)).fetchone()
        if row is None:
            raise Missing(sku)
        article = _article(row[0])
        return CartItem(sku, article.name, 1, article.price)

    def stock(self, sku: str) -> list[StockLevel]:
        """Pieces on hand by location."""
        rows = self._db.execute(
            "SELECT sku, location, quantity, reserved FROM stock WHERE sku = ? ORDER BY location", (sku,)
        )
        return [StockLevel(*row) for row in rows]

    def put_on_hand(self, pieces: Iterable[tuple[str, int]], location: str) -> None:
        """Add pieces (SKU, quantity) at a location."""
        with self._db as db:
            for sku, quantity in pieces:
                db.execute(
                    "INSERT INTO stock VALUES (?, ?, ?, 0) "
                    "ON CONFLICT(sku, location) DO UPDATE SET quantity = quantity + excluded.quantity",
                    (sku, location, quantity),
                )
                db.execute("UPDATE articles SET updated_at = ? WHERE sku = ?", (self._now().isoformat(), sku))


def _cart(customer_id: str, updated_at: str, currency: str, body: str) -> CartView:
    at = datetime.fromisoformat(updated_at)
    return CartView(f"cart-{customer_id}", customer_id, currency, at, _items(body))
