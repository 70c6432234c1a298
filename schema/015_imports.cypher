// The batches of an import are found by its number, to undo it as a whole.
CREATE INDEX activity_import FOR (n:Activity) ON (n.import);
CALL db.createProperty('import');
