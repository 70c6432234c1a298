// Conversations of projects with people of other departments.
CREATE CONSTRAINT conversation_id FOR (n:Conversation) REQUIRE n.id IS UNIQUE;
CREATE INDEX conversation_held_on FOR (n:Conversation) ON (n.heldOn);
CREATE INDEX rundown_held_on FOR (n:Rundown) ON (n.heldOn);
CREATE FULLTEXT INDEX conversation_text FOR (n:Conversation) ON EACH [n.note, n.extra];
// Who decided on a lesson in a rundown, by the ID of the person.
CREATE INDEX considered_decided_by FOR ()-[c:CONSIDERED]-() ON (c.decidedBy);
