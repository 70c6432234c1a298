// What is kept to undo a change is found again when it has expired. Changes that can be undone have the properties named here.
CREATE INDEX activity_undo_until FOR (n:Activity) ON (n.undoUntil);
CALL db.createProperty('caller');
CALL db.createProperty('alsoChanged');
CALL db.createProperty('undo');
CALL db.createProperty('undone');
