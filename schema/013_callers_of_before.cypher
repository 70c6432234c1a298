// Identifies the callers of changes that were logged before callers had a subject.
MATCH (activity:Activity)
WHERE activity.callerSubject IS NULL AND activity.caller IS NOT NULL
SET activity.callerSubject = CASE activity.caller WHEN '' THEN 'local' ELSE 'token:' + activity.caller END;
