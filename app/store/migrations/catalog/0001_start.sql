-- Articles, prices, stock and their search. n: order of popularity.

CREATE TABLE cursor (
  feed TEXT NOT NULL PRIMARY KEY,
  id TEXT NOT NULL,
  rev INTEGER NOT NULL,
  kind TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE article (
  n INTEGER NOT NULL PRIMARY KEY,
  sku TEXT NOT NULL UNIQUE,
  rev INTEGER NOT NULL,
  rank INTEGER NOT NULL,
  gtin TEXT NOT NULL,
  model TEXT NOT NULL,
  words TEXT NOT NULL,
  body BLOB NOT NULL
);
CREATE INDEX article_gtin ON article (gtin) WHERE gtin <> '';
CREATE INDEX article_model ON article (model) WHERE model <> '';

CREATE TABLE price (
  sku TEXT NOT NULL PRIMARY KEY,
  rev INTEGER NOT NULL,
  body BLOB NOT NULL
) WITHOUT ROWID;

CREATE TABLE stock (
  sku TEXT NOT NULL PRIMARY KEY,
  rev INTEGER NOT NULL,
  body BLOB NOT NULL
) WITHOUT ROWID;

CREATE VIRTUAL TABLE article_words USING fts5 (
  text, content='', contentless_delete=1, tokenize='unicode61', detail=none, prefix='1 2 3 4 5 6 7 8'
);
CREATE VIRTUAL TABLE article_parts USING fts5 (
  text, content='', contentless_delete=1, tokenize='trigram', detail=none
);
