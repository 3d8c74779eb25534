"""The form of the file of runs, and the numbered steps that lead to it.

`number`, `gap` and `mention` hold the rows of the runs that answer now; they go when newer runs answer. The other tables are
the record: what was so from which run up to which, never dropped but by `graphkb runs thin`. A row of `number_span` or
`gap_span` holds for the runs of its series from `first` on, up to the one before `ended` (NULL: up to the last), so that a run
that changes nothing stores nothing but itself.
"""

from __future__ import annotations

from graphkb.areas.scope import LEVELS

_COLUMNS = ", ".join(LEVELS)
_TEXTS = ", ".join(f"{level} TEXT NOT NULL" for level in LEVELS)
_ANSWERS = f"""
CREATE TABLE IF NOT EXISTS run (
  id INTEGER PRIMARY KEY, load TEXT, loads INTEGER, as_of TEXT, catalogue TEXT, made TEXT, level TEXT, gaps_kept INTEGER,
  whole INTEGER
);
CREATE TABLE IF NOT EXISTS number (
  run INTEGER, place INTEGER, rule TEXT, depth INTEGER, {_COLUMNS}, row TEXT, PRIMARY KEY (run, place)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS gap (
  run INTEGER, place INTEGER, rule TEXT, verdict TEXT, label TEXT, subject TEXT, {_COLUMNS}, row TEXT, said TEXT,
  PRIMARY KEY (run, place)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS mention (run INTEGER, name TEXT, {_COLUMNS});
CREATE INDEX IF NOT EXISTS mention_name ON mention (run, name);
CREATE INDEX IF NOT EXISTS number_district ON number (run, district);
CREATE INDEX IF NOT EXISTS gap_rule ON gap (run, rule, verdict);
CREATE INDEX IF NOT EXISTS gap_district ON gap (run, district);
CREATE INDEX IF NOT EXISTS gap_verdict ON gap (run, label, subject, verdict);
"""
# Runs of form 3 do not say which store they are of, so they answer for none.
_STORE = "ALTER TABLE run ADD COLUMN store TEXT NOT NULL DEFAULT '';"
# From form 5 on runs are a record. Those of form 4 go on answering; the record begins with the next one that is asked for.
_RECORD = f"""
ALTER TABLE run ADD COLUMN answers INTEGER NOT NULL DEFAULT 1;
ALTER TABLE run ADD COLUMN series INTEGER;
CREATE TABLE series (id INTEGER PRIMARY KEY, store TEXT NOT NULL, day TEXT NOT NULL, UNIQUE (store, day));
CREATE TABLE catalogue (digest TEXT PRIMARY KEY, version TEXT NOT NULL, rules TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE number_span (
  id INTEGER PRIMARY KEY, series INTEGER NOT NULL, rule TEXT NOT NULL, area TEXT NOT NULL, depth INTEGER NOT NULL, {_TEXTS},
  name TEXT, covered INTEGER NOT NULL, gap INTEGER NOT NULL, not_assessable INTEGER NOT NULL,
  first INTEGER NOT NULL, ended INTEGER
);
CREATE TABLE gap_span (
  id INTEGER PRIMARY KEY, series INTEGER NOT NULL, rule TEXT NOT NULL, verdict TEXT NOT NULL, label TEXT NOT NULL,
  subject TEXT NOT NULL, {_TEXTS}, name TEXT, reason TEXT NOT NULL, said TEXT NOT NULL,
  since TEXT NOT NULL, began INTEGER NOT NULL, again INTEGER NOT NULL, why TEXT, cause TEXT,
  first INTEGER NOT NULL, ended INTEGER, gone INTEGER NOT NULL DEFAULT 0, gone_why TEXT, gone_cause TEXT
);
CREATE TABLE mention_known (series INTEGER NOT NULL, name TEXT NOT NULL, {_TEXTS},
  PRIMARY KEY (series, name, {_COLUMNS})) WITHOUT ROWID;
CREATE INDEX run_series ON run (series, id);
CREATE INDEX number_span_area ON number_span (series, rule, area, first);
CREATE INDEX number_span_open ON number_span (series, ended);
CREATE INDEX gap_span_subject ON gap_span (series, rule, subject, first);
CREATE INDEX gap_span_first ON gap_span (series, first);
CREATE INDEX gap_span_ended ON gap_span (series, ended);
"""
FIRST = 3  # Forms 1 and 2 were of the days before numbered steps: such a file is put aside, not dropped.
STEPS = ("",) * (FIRST - 1) + (_ANSWERS, _STORE, _RECORD)
