// One id per noun. Neo4j Community has no existence or type constraints: required properties are checked by the service.
CREATE CONSTRAINT department_id FOR (n:Department) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT person_id FOR (n:Person) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT person_email FOR (n:Person) REQUIRE n.email IS UNIQUE;
CREATE CONSTRAINT project_id FOR (n:Project) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT topic_id FOR (n:Topic) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT lesson_id FOR (n:Lesson) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT reuse_id FOR (n:Reuse) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT rundown_id FOR (n:Rundown) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT activity_seq FOR (n:Activity) REQUIRE n.seq IS UNIQUE;
CREATE CONSTRAINT activity_idempotency_key FOR (n:Activity) REQUIRE n.idempotencyKey IS UNIQUE;
CREATE CONSTRAINT sequence_name FOR (n:Sequence) REQUIRE n.name IS UNIQUE;
