-- The rows that one upload makes, as parindex keeps them: what is asked of the
-- peer is the same work, not the same design.
CREATE TABLE token (
    secret  bytea PRIMARY KEY,          -- SHA-256 of what the caller sends
    role    text NOT NULL,
    unit    text NOT NULL
);
CREATE TABLE document (
    sha256  bytea PRIMARY KEY,
    size    bigint NOT NULL,
    type    text NOT NULL
);
CREATE TABLE submission (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    unit      text NOT NULL,
    period    text NOT NULL,
    sha256    bytea NOT NULL REFERENCES document,
    name      text NOT NULL,
    earliest  timestamptz NOT NULL,
    latest    timestamptz NOT NULL,
    status    text NOT NULL DEFAULT 'queued'
);
CREATE INDEX submission_document ON submission (unit, period, sha256);
CREATE TABLE submission_leaf (
    period      text NOT NULL,
    unit        text NOT NULL,
    leaf        text NOT NULL,
    submission  bigint NOT NULL REFERENCES submission,
    PRIMARY KEY (period, unit, leaf, submission)
);
-- Appended, not counted up in one row per unit: 32 uploads of a unit would
-- wait for each other's commit on that row's lock.
CREATE TABLE job (
    number      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind        text NOT NULL,
    unit        text NOT NULL,
    submission  bigint NOT NULL,
    leaf        text NOT NULL
);
CREATE TABLE event (
    number      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind        text NOT NULL,
    unit        text NOT NULL,
    submission  bigint NOT NULL,
    at          timestamptz NOT NULL
);
-- What the worker needs, and what it finds.
CREATE TABLE period (
    period  text PRIMARY KEY,
    until   timestamptz NOT NULL
);
CREATE TABLE criterion (
    period  text NOT NULL,
    leaf    text NOT NULL,
    most    numeric(6, 2) NOT NULL,
    PRIMARY KEY (period, leaf)
);
CREATE TABLE score (
    period  text NOT NULL,
    unit    text NOT NULL,
    leaf    text NOT NULL,
    points  numeric(6, 2) NOT NULL,
    PRIMARY KEY (period, unit, leaf)
);
CREATE TABLE result (
    period  text NOT NULL,
    unit    text NOT NULL,
    points  numeric(6, 2) NOT NULL,
    rank    int,
    PRIMARY KEY (period, unit)
);
INSERT INTO period VALUES ('2022', '2100-01-01');
INSERT INTO criterion SELECT '2022', f || '.' || l || '.1', 1.5
    FROM generate_series(1, 8) f, generate_series(1, 8) l;
INSERT INTO result SELECT '2022', 'U' || n, n, NULL
    FROM generate_series(1, 18) n;
-- No tree and no signature: a plain audit row.
CREATE TABLE ledger (
    number      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind        text NOT NULL,
    entry       bytea NOT NULL,
    hash        bytea NOT NULL
);
