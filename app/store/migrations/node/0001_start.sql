-- The authority's documents, feeds and command log.

CREATE TABLE command_log (
  n INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  stream TEXT NOT NULL,
  seq INTEGER NOT NULL,
  hash TEXT NOT NULL,
  command BLOB NOT NULL,
  result BLOB NOT NULL,
  is_settled BOOLEAN NOT NULL,
  CONSTRAINT command_log_seq UNIQUE (stream, seq)
);
CREATE INDEX command_log_owed ON command_log (n) WHERE is_settled = 0;

CREATE TABLE document (
  kind TEXT NOT NULL,
  "key" TEXT NOT NULL,
  body BLOB NOT NULL,
  PRIMARY KEY (kind, "key")
);

CREATE TABLE document_term (
  kind TEXT NOT NULL,
  term TEXT NOT NULL,
  "key" TEXT NOT NULL,
  PRIMARY KEY (kind, term, "key")
) WITHOUT ROWID;
CREATE INDEX document_term_key ON document_term (kind, "key");

CREATE TABLE feed (
  name TEXT NOT NULL,
  id TEXT NOT NULL,
  rev INTEGER NOT NULL,
  floor INTEGER NOT NULL,
  PRIMARY KEY (name)
);

CREATE TABLE feed_log (
  feed TEXT NOT NULL,
  rev INTEGER NOT NULL,
  kind TEXT NOT NULL,
  "key" TEXT NOT NULL,
  PRIMARY KEY (feed, rev)
) WITHOUT ROWID;

CREATE TABLE feed_row (
  feed TEXT NOT NULL,
  kind TEXT NOT NULL,
  "key" TEXT NOT NULL,
  rev INTEGER NOT NULL,
  body BLOB,
  PRIMARY KEY (feed, kind, "key")
);
CREATE INDEX feed_row_tombstone ON feed_row (feed, rev) WHERE body IS NULL;
