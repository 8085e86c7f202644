"""The authority's tables, the same on SQLite and PostgreSQL; text compares by code point on both."""

import sqlalchemy as sa

# PostgreSQL's default collation would order by a language's rules; cursors and prefixes need plain order.
_text = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

metadata = sa.MetaData()

documents = sa.Table(
    "document",
    metadata,
    sa.Column("kind", _text, primary_key=True),
    sa.Column("key", _text, primary_key=True),
    sa.Column("body", sa.LargeBinary, nullable=False),
)

document_terms = sa.Table(
    "document_term",
    metadata,
    sa.Column("kind", _text, primary_key=True),
    sa.Column("term", _text, primary_key=True),
    sa.Column("key", _text, primary_key=True),
    sa.Index("document_term_key", "kind", "key"),
    sqlite_with_rowid=False,
)

feeds = sa.Table(
    "feed",
    metadata,
    sa.Column("name", _text, primary_key=True),
    sa.Column("id", _text, nullable=False),
    sa.Column("rev", _number, nullable=False),
    sa.Column("floor", _number, nullable=False),
)

# The present row of every key, or with a null body its tombstone, until the floor has passed it.
feed_rows = sa.Table(
    "feed_row",
    metadata,
    sa.Column("feed", _text, primary_key=True),
    sa.Column("kind", _text, primary_key=True),
    sa.Column("key", _text, primary_key=True),
    sa.Column("rev", _number, nullable=False),
    sa.Column("body", sa.LargeBinary),
)
sa.Index(
    "feed_row_tombstone",
    feed_rows.c.feed,
    feed_rows.c.rev,
    postgresql_where=feed_rows.c.body.is_(None),
    sqlite_where=feed_rows.c.body.is_(None),
)

feed_log = sa.Table(
    "feed_log",
    metadata,
    sa.Column("feed", _text, primary_key=True),
    sa.Column("rev", _number, primary_key=True, autoincrement=False),
    sa.Column("kind", _text, nullable=False),
    sa.Column("key", _text, nullable=False),
    sqlite_with_rowid=False,
)

command_log = sa.Table(
    "command_log",
    metadata,
    sa.Column("n", _number, primary_key=True, autoincrement=True),
    sa.Column("stream", _text, nullable=False),
    sa.Column("seq", _number, nullable=False),
    sa.Column("hash", _text, nullable=False),
    sa.Column("command", sa.LargeBinary, nullable=False),
    sa.Column("result", sa.LargeBinary, nullable=False),
    sa.Column("is_settled", sa.Boolean, nullable=False),
    sa.UniqueConstraint("stream", "seq", name="command_log_seq"),
    sqlite_autoincrement=True,
)
sa.Index(
    "command_log_owed",
    command_log.c.n,
    postgresql_where=~command_log.c.is_settled,
    sqlite_where=~command_log.c.is_settled,
)
