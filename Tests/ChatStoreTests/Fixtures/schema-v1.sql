-- A store as version 1 of the schema wrote it. Never change this file: stores like it are out there.
PRAGMA application_id = 1667785076;
PRAGMA user_version = 1;
CREATE TABLE state (
  name TEXT PRIMARY KEY,
  value INTEGER NOT NULL
) WITHOUT ROWID;

-- One that is gone (name_key and verifier null) stays while messages may name it as their sender: sent = 1.
CREATE TABLE account (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  name_key TEXT UNIQUE,
  verifier TEXT,
  created INTEGER NOT NULL,
  last_seen INTEGER,
  sent INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE reading (
  account INTEGER PRIMARY KEY,
  cursor INTEGER NOT NULL
);

CREATE TABLE broadcast (
  id INTEGER PRIMARY KEY,
  time INTEGER NOT NULL,
  sender INTEGER NOT NULL,
  body TEXT NOT NULL,
  run INTEGER,
  number INTEGER
);

CREATE TABLE mail (
  recipient INTEGER NOT NULL,
  id INTEGER NOT NULL,
  time INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  sender INTEGER NOT NULL,
  body TEXT NOT NULL,
  run INTEGER,
  number INTEGER,
  PRIMARY KEY (recipient, id)
) WITHOUT ROWID;

-- Messages with start < id < finish are not taken; finish is null while it lasts.
CREATE TABLE block (
  blocker INTEGER NOT NULL,
  blocked INTEGER NOT NULL,
  start INTEGER NOT NULL,
  finish INTEGER,
  PRIMARY KEY (blocker, blocked, start)
) WITHOUT ROWID;
CREATE INDEX block_by_blocked ON block (blocked);

CREATE TABLE login_block (
  account INTEGER NOT NULL,
  address TEXT NOT NULL,
  since INTEGER NOT NULL,
  PRIMARY KEY (account, address)
) WITHOUT ROWID;

CREATE TABLE file (
  id INTEGER PRIMARY KEY,
  recipient INTEGER NOT NULL,
  sender INTEGER NOT NULL,
  name TEXT NOT NULL,
  size INTEGER NOT NULL,
  digest BLOB NOT NULL,
  time INTEGER NOT NULL,
  UNIQUE (recipient, sender, name)
);

-- seq counts an account's runs in the order in which they appeared; refused lists numbers, divided by commas.
CREATE TABLE run (
  account INTEGER NOT NULL,
  run INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  last INTEGER NOT NULL,
  refused TEXT,
  PRIMARY KEY (account, run)
) WITHOUT ROWID;
INSERT INTO state VALUES ('id_bound', 2000);
INSERT INTO account VALUES (1, 'alice', 'alice', '$scrypt$ln=15,r=8,p=1$AQEBAQEBAQEBAQEBAQEBAQ$AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE', 1393986325270000, 1393986400000000, 1);
INSERT INTO account VALUES (2, 'Bob', 'bob', '$scrypt$ln=15,r=8,p=1$AQEBAQEBAQEBAQEBAQEBAQ$AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE', 1393986326000000, NULL, 0);
INSERT INTO account VALUES (3, 'carol', NULL, NULL, 1393986327000000, NULL, 1);
INSERT INTO reading VALUES (1, 1), (2, 12);
INSERT INTO broadcast VALUES (10, 1393986330000000, 1, 'to all', -1, 9);
INSERT INTO mail VALUES (2, 11, 1393986331000000, 1, 3, 'it''s for bob', NULL, NULL);
INSERT INTO mail VALUES (2, 15, 1393986335000000, 3, 1, 'my notes.txt', -1, 6);
INSERT INTO block VALUES (2, 1, 12, 13);
INSERT INTO login_block VALUES (1, '127.0.0.1', 1393986340000000);
INSERT INTO file VALUES (14, 2, 1, 'my notes.txt', 5, x'0707070707070707070707070707070707070707070707070707070707070707', 1393986335000000);
INSERT INTO run VALUES (1, -1, 1, 9, '7,8');
