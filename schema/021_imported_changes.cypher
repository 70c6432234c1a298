// What an import changed in one lesson or reuse: its earlier version, and the values before and after.
CREATE CONSTRAINT imported_change_key FOR (n:ImportedChange) REQUIRE n.key IS UNIQUE;
CREATE INDEX imported_change_subject FOR (n:ImportedChange) ON (n.subjectId);
CREATE INDEX imported_change_seq FOR (n:ImportedChange) ON (n.seq);
