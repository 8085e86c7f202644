-- What a terminal keeps: the authority's rows, its own commands, what waits for a person, papers, the audit chain.

CREATE TABLE meta (
  name TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE series (
  name TEXT NOT NULL PRIMARY KEY,
  last INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE cursor (
  feed TEXT NOT NULL PRIMARY KEY,
  id TEXT NOT NULL,
  rev INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE base_row (
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  feed TEXT NOT NULL,
  rev INTEGER NOT NULL,
  body BLOB NOT NULL,
  PRIMARY KEY (kind, key)
);
CREATE INDEX base_row_feed ON base_row (feed);

CREATE TABLE base_term (
  kind TEXT NOT NULL,
  term TEXT NOT NULL,
  key TEXT NOT NULL,
  PRIMARY KEY (kind, term, key)
) WITHOUT ROWID;
CREATE INDEX base_term_key ON base_term (kind, key);

-- feed_rev: where the effect shows in the store's feed; 0 when nothing is waited for.
CREATE TABLE outbox (
  n INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  key TEXT NOT NULL,
  command BLOB NOT NULL,
  state TEXT NOT NULL,
  is_act INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  result BLOB,
  feed_rev INTEGER NOT NULL,
  tries INTEGER NOT NULL
);
CREATE INDEX outbox_state ON outbox (state, n);
CREATE INDEX outbox_key ON outbox (key, n);

CREATE TABLE attention (
  id TEXT NOT NULL PRIMARY KEY,
  code TEXT NOT NULL,
  subject TEXT NOT NULL,
  details BLOB NOT NULL,
  at TEXT NOT NULL,
  settled_at TEXT,
  settled_by TEXT NOT NULL
);
CREATE INDEX attention_open ON attention (at, id) WHERE settled_at IS NULL;

CREATE TABLE audit (
  n INTEGER NOT NULL PRIMARY KEY,
  record BLOB NOT NULL,
  hash BLOB NOT NULL
);

CREATE TABLE print_job (
  n INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  printer TEXT NOT NULL,
  document_id TEXT NOT NULL,
  copy_no INTEGER NOT NULL,
  document BLOB NOT NULL,
  has_value INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  state TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  last_section INTEGER NOT NULL,
  error_code TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  UNIQUE (document_id, copy_no)
);
CREATE INDEX print_job_state ON print_job (printer, state, n);

-- phone: the last six digits, last one first, so that whoever types its end types a prefix.
CREATE TABLE finder (
  n INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  rev INTEGER NOT NULL,
  name TEXT NOT NULL,
  phone TEXT NOT NULL,
  email_key TEXT NOT NULL,
  card_key TEXT NOT NULL,
  home TEXT NOT NULL
);
CREATE INDEX finder_phone ON finder (phone) WHERE phone <> '';
CREATE INDEX finder_email ON finder (email_key) WHERE email_key <> '';
CREATE INDEX finder_card ON finder (card_key) WHERE card_key <> '';

CREATE VIRTUAL TABLE finder_words USING fts5 (
  text, content='', contentless_delete=1, tokenize='unicode61', detail=none, prefix='1 2 3 4 5 6 7 8'
);
