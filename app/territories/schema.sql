-- The embedded reference. Rows of `places` are numbered in the order in which a search shows them:
-- EPCI, then EPT, then communes, larger before smaller. So `ORDER BY rank` needs no other sort.
CREATE TABLE metadata (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE regions (code TEXT PRIMARY KEY, name TEXT NOT NULL, article INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE departements (
  code TEXT PRIMARY KEY, name TEXT NOT NULL, article INTEGER NOT NULL, region TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE places (
  rank INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,      -- epci, ept, commune
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  grouping TEXT,           -- CC, CA, CU, METRO, METLYON, EPT; null for a commune
  departement TEXT NOT NULL,
  population INTEGER,
  siren TEXT,              -- of a commune; that of a grouping is its code
  zone TEXT NOT NULL,      -- metro, drom, com; of a grouping, that of its largest commune
  article INTEGER          -- how the name takes « de »; null for a grouping
);
CREATE UNIQUE INDEX places_code ON places (code);
CREATE INDEX places_siren ON places (siren) WHERE siren IS NOT NULL;
-- By their whole name, folded, the communes whose name others hold or begin with: they come before those.
CREATE TABLE communes_by_name (name TEXT, rank INTEGER, PRIMARY KEY (name, rank)) WITHOUT ROWID;
-- Other names by which people look for a place: former communes, which are communes déléguées or associées
-- today, and usual names. They are in the index of names too, numbered after the places: they come last.
CREATE TABLE other_names (
  rank INTEGER PRIMARY KEY,
  name TEXT NOT NULL,      -- folded
  reason TEXT NOT NULL,    -- why the place is found, in French
  usual INTEGER NOT NULL,  -- 1: « Grand Lyon », « MEL »; typed whole it comes first
  place INTEGER NOT NULL
);
CREATE INDEX other_names_usual ON other_names (name) WHERE usual = 1;
-- A postal code is not an INSEE code, but people type it: the ranks of its communes, one space between two.
CREATE TABLE postal_codes (code TEXT PRIMARY KEY, communes TEXT NOT NULL) WITHOUT ROWID;
-- Codes that a commune had or took over, and those of the arrondissements of Paris, Lyon and Marseille.
-- `name` is that of the former commune or of the arrondissement, empty where the source has none.
CREATE TABLE former_codes (
  code TEXT PRIMARY KEY, commune INTEGER NOT NULL, name TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE members (grouping INTEGER, commune INTEGER, PRIMARY KEY (grouping, commune)) WITHOUT ROWID;
CREATE INDEX members_commune ON members (commune);
-- A beginning without an index of its own is read through all its words: « saint » has thousands.
CREATE VIRTUAL TABLE names USING fts5 (text, content = '', detail = none, columnsize = 0, prefix = '1 2 3 4 5');
CREATE VIRTUAL TABLE vocabulary USING fts5vocab (names, 'row');
