// Text in one form of Unicode (NFC), as all text that comes in is now: é typed on one computer and é pasted from another are the same letter.
MATCH (n:Department|Person|Project|Topic|Lesson|Reuse|Rundown)
UNWIND keys(n) AS key
WITH n, key, n[key] AS value
WHERE value IS :: STRING NOT NULL AND value IS NOT NFC NORMALIZED AND NOT key IN ['id', 'email']
SET n[key] = normalize(value);
MATCH ()-[work:WORKED_ON]->()
WHERE work.role IS NOT NFC NORMALIZED
SET work.role = normalize(work.role);
// An id or address that somebody else has in that form already stays as it is: two nodes would be one.
MATCH (n:Department)
WHERE n.id IS NOT NFC NORMALIZED AND NOT EXISTS { MATCH (other:Department) WHERE other.id = normalize(n.id) }
WITH normalize(n.id) AS value, collect(n) AS nodes
WITH value, nodes[0] AS n
SET n.id = value;
MATCH (n:Person)
WHERE n.id IS NOT NFC NORMALIZED AND NOT EXISTS { MATCH (other:Person) WHERE other.id = normalize(n.id) }
WITH normalize(n.id) AS value, collect(n) AS nodes
WITH value, nodes[0] AS n
SET n.id = value;
MATCH (n:Project)
WHERE n.id IS NOT NFC NORMALIZED AND NOT EXISTS { MATCH (other:Project) WHERE other.id = normalize(n.id) }
WITH normalize(n.id) AS value, collect(n) AS nodes
WITH value, nodes[0] AS n
SET n.id = value;
MATCH (n:Topic)
WHERE n.id IS NOT NFC NORMALIZED AND NOT EXISTS { MATCH (other:Topic) WHERE other.id = normalize(n.id) }
WITH normalize(n.id) AS value, collect(n) AS nodes
WITH value, nodes[0] AS n
SET n.id = value;
MATCH (n:Lesson)
WHERE n.id IS NOT NFC NORMALIZED AND NOT EXISTS { MATCH (other:Lesson) WHERE other.id = normalize(n.id) }
WITH normalize(n.id) AS value, collect(n) AS nodes
WITH value, nodes[0] AS n
SET n.id = value;
MATCH (n:Reuse)
WHERE n.id IS NOT NFC NORMALIZED AND NOT EXISTS { MATCH (other:Reuse) WHERE other.id = normalize(n.id) }
WITH normalize(n.id) AS value, collect(n) AS nodes
WITH value, nodes[0] AS n
SET n.id = value;
MATCH (n:Rundown)
WHERE n.id IS NOT NFC NORMALIZED AND NOT EXISTS { MATCH (other:Rundown) WHERE other.id = normalize(n.id) }
WITH normalize(n.id) AS value, collect(n) AS nodes
WITH value, nodes[0] AS n
SET n.id = value;
MATCH (n:Person)
WHERE n.email IS NOT NFC NORMALIZED AND NOT EXISTS { MATCH (other:Person) WHERE other.email = normalize(n.email) }
WITH normalize(n.email) AS value, collect(n) AS nodes
WITH value, nodes[0] AS n
SET n.email = value;
MATCH (activity:Activity)
WHERE activity.subjectId IS NOT NFC NORMALIZED
SET activity.subjectId = normalize(activity.subjectId);
MATCH (activity:Activity)
WHERE activity.actor IS NOT NFC NORMALIZED
SET activity.actor = normalize(activity.actor);
