// Findings that somebody was asked to look at. `audience` is on all of them, because not everybody reads them.
CREATE CONSTRAINT task_id FOR (n:Task) REQUIRE n.id IS UNIQUE;
CREATE INDEX task_audience FOR (n:Task) ON (n.audience);
CREATE INDEX task_asked_on FOR (n:Task) ON (n.askedOn);
CREATE INDEX task_done_on FOR (n:Task) ON (n.doneOn);
CREATE FULLTEXT INDEX task_text FOR (n:Task) ON EACH [n.title, n.note, n.extra];
