"""Product pictures of the demo, named by content."""

import hashlib

from app.contract.rows import ArticleRow


def picture_hash(article: ArticleRow) -> str:
    """The name of an article's picture (hex)."""
    return hashlib.sha256(f"{article.model}{article.colour}".encode()).hexdigest()
