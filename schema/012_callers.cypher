// For the log of changes by caller and by day. Changes that callers made have the properties named here.
CREATE INDEX activity_caller FOR (n:Activity) ON (n.callerSubject);
CREATE INDEX activity_at FOR (n:Activity) ON (n.at);
CALL db.createProperty('verified');
CALL db.createProperty('onBehalfOf');
