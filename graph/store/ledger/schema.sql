-- The record: what was asserted, when, by which file and row. Nothing here is overwritten, but what is erased by
-- request; what is derived from it (table `record`) can be dropped and made again.
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

CREATE TABLE load (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL CHECK (kind IN ('load', 'undo', 'erase')),
    made_at TEXT NOT NULL,
    target INTEGER REFERENCES load (id),            -- the load that an undo takes back
    plan TEXT                                       -- id of the dry run that it was committed from
) STRICT;

CREATE TABLE file (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    load INTEGER NOT NULL REFERENCES load (id),
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    format TEXT NOT NULL,
    issuer TEXT NOT NULL,
    scope TEXT NOT NULL,
    edition TEXT NOT NULL,                          -- Moment.text
    complete INTEGER NOT NULL CHECK (complete IN (0, 1)),
    rank INTEGER NOT NULL,                          -- of the source; the higher one wins on one date
    nature TEXT NOT NULL CHECK (nature IN ('roster', 'reference', 'case')),
    synthetic INTEGER NOT NULL CHECK (synthetic IN (0, 1)),
    counts TEXT NOT NULL                            -- JSON: rows, loaded, duplicates, ignored, returned
) STRICT;

CREATE TABLE row (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    file INTEGER NOT NULL REFERENCES file (id),
    sheet TEXT NOT NULL,
    number INTEGER NOT NULL,                        -- physical row of the sheet, from 1
    state TEXT NOT NULL CHECK (state IN ('accepted', 'duplicate', 'returned')),
    hash BLOB,                                      -- keyed, over the cleaned payload without personal columns,
                                                    -- and empty once the payload is erased
    payload BLOB,                                   -- the assertion; of a returned row at most its key
    reason TEXT,                                    -- JSON: why it was returned, without any cell's value
    mends INTEGER REFERENCES row (id)               -- the returned row that this one replaces
) STRICT;
CREATE INDEX row_file ON row (file);

CREATE TABLE withdrawal (                           -- a file that a load replaced
    load INTEGER NOT NULL REFERENCES load (id),
    file INTEGER NOT NULL REFERENCES file (id),
    PRIMARY KEY (load, file)
) STRICT, WITHOUT ROWID;

CREATE TABLE tombstone (                            -- what was erased: no later load or restore brings it back
    kind TEXT NOT NULL CHECK (kind IN ('row', 'node')),
    key BLOB NOT NULL,                              -- what it was hashed under; a rotation begins a new one
    hash BLOB NOT NULL,
    PRIMARY KEY (kind, key, hash)
) STRICT, WITHOUT ROWID;

CREATE TABLE graph (
    id TEXT PRIMARY KEY,
    address TEXT NOT NULL,
    sequence INTEGER NOT NULL,                      -- last load that is wholly in it
    sum TEXT NOT NULL,                              -- content hash, 64 hex digits
    active INTEGER NOT NULL CHECK (active IN (0, 1))
) STRICT, WITHOUT ROWID;

CREATE TABLE record (                               -- what the active graph holds, by record
    key TEXT PRIMARY KEY,
    hash BLOB NOT NULL,
    rows BLOB NOT NULL                              -- JSON list of row ids that assert it
) STRICT, WITHOUT ROWID;

CREATE TABLE audit (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    act TEXT NOT NULL,
    detail TEXT NOT NULL
) STRICT;
