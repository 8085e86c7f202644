"""The authority's documents, feeds and command log."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def _text(name: str, *, is_key: bool = False) -> sa.Column[str]:
    # Plain order of code points: cursors and prefixes must not depend on a language.
    return sa.Column(name, sa.Text(collation="C"), primary_key=is_key, nullable=False)


def upgrade() -> None:
    """Create the tables; the same as the store's, which a test compares."""
    _create_documents()
    _create_feeds()
    _create_command_log()


def _create_documents() -> None:
    op.create_table(
        "document",
        _text("kind", is_key=True),
        _text("key", is_key=True),
        sa.Column("body", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "document_term",
        _text("kind", is_key=True),
        _text("term", is_key=True),
        _text("key", is_key=True),
    )
    op.create_index("document_term_key", "document_term", ["kind", "key"])


def _create_feeds() -> None:
    op.create_table(
        "feed",
        _text("name", is_key=True),
        _text("id"),
        sa.Column("rev", sa.BigInteger(), nullable=False),
        sa.Column("floor", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "feed_row",
        _text("feed", is_key=True),
        _text("kind", is_key=True),
        _text("key", is_key=True),
        sa.Column("rev", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.LargeBinary()),
    )
    is_tombstone = sa.text("body IS NULL")
    op.create_index("feed_row_tombstone", "feed_row", ["feed", "rev"], postgresql_where=is_tombstone)
    op.create_table(
        "feed_log",
        _text("feed", is_key=True),
        sa.Column("rev", sa.BigInteger(), primary_key=True, autoincrement=False),
        _text("kind"),
        _text("key"),
    )


def _create_command_log() -> None:
    op.create_table(
        "command_log",
        sa.Column("n", sa.BigInteger(), primary_key=True, autoincrement=True),
        _text("stream"),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        _text("hash"),
        sa.Column("command", sa.LargeBinary(), nullable=False),
        sa.Column("result", sa.LargeBinary(), nullable=False),
        sa.Column("is_settled", sa.Boolean(), nullable=False),
        sa.UniqueConstraint("stream", "seq", name="command_log_seq"),
    )
    op.create_index("command_log_owed", "command_log", ["n"], postgresql_where=sa.text("NOT is_settled"))
