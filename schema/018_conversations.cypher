// Conversations of projects with people of other departments.
CREATE CONSTRAINT conversation_id FOR (n:Conversation) REQUIRE n.id IS UNIQUE;
CREATE INDEX conversation_held_on FOR (n:Conversation) ON (n.heldOn);
CREATE INDEX rundown_held_on FOR (n:Rundown) ON (n.heldOn);
CREATE FULLTEXT INDEX conversation_text FOR (n:Conversation) ON EACH [n.note, n.extra];
