-- What a queue is made of is looked up by rev alone: a row's page holds one order, and two thousand of them, each
-- sealed, are more than a reader keeps.
CREATE INDEX base_row_rev ON base_row (kind, key, rev);
