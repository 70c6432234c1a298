// A draft is read by its learners, by curators and by administrators.
MATCH (n:Lesson {status: 'DRAFT'})
WHERE n.audience IS NULL
SET n.audience = 'AUTHORS';
// What callers read in place of the ID and the name of a person. Both differ from these only for people who are not discoverable.
MATCH (n:Person)
WHERE n.shownId IS NULL
SET n.discoverable = coalesce(n.discoverable, true),
  n.shownId = CASE WHEN n.discoverable THEN n.id ELSE 'colleague-' + left(randomUUID(), 8) + substring(randomUUID(), 9, 4) END,
  n.shownName = CASE WHEN n.discoverable THEN n.name ELSE 'a colleague' END;
CREATE CONSTRAINT person_shown_id FOR (n:Person) REQUIRE n.shownId IS UNIQUE;
CREATE INDEX person_shown_name FOR (n:Person) ON (n.shownName);
CREATE INDEX person_discoverable FOR (n:Person) ON (n.discoverable);
CREATE INDEX lesson_audience FOR (n:Lesson) ON (n.audience);
CREATE INDEX reuse_audience FOR (n:Reuse) ON (n.audience);
