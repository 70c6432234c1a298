// What lists are sorted and filtered by. Order by a day, newest first, is read from these indexes.
CREATE INDEX lesson_learned_on FOR (n:Lesson) ON (n.learnedOn);
CREATE INDEX lesson_published_on FOR (n:Lesson) ON (n.publishedOn);
CREATE INDEX lesson_status FOR (n:Lesson) ON (n.status);
CREATE INDEX reuse_reused_on FOR (n:Reuse) ON (n.reusedOn);
CREATE INDEX reuse_scope FOR (n:Reuse) ON (n.scope);
CREATE INDEX project_started_on FOR (n:Project) ON (n.startedOn);
CREATE INDEX project_status FOR (n:Project) ON (n.status);
CREATE INDEX project_name FOR (n:Project) ON (n.name);
CREATE INDEX person_name FOR (n:Person) ON (n.name);
CREATE INDEX department_name FOR (n:Department) ON (n.name);
CREATE INDEX topic_name FOR (n:Topic) ON (n.name);
CREATE INDEX activity_subject FOR (n:Activity) ON (n.subjectId);
