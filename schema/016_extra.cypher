// Additional fields of imported rows are searched like the other texts.
DROP INDEX lesson_text IF EXISTS;
CREATE FULLTEXT INDEX lesson_text FOR (n:Lesson) ON EACH [n.title, n.context, n.wentWell, n.wentWrong, n.recommendation, n.extra]
OPTIONS {indexConfig: {`fulltext.analyzer`: 'english'}};
DROP INDEX department_text IF EXISTS;
CREATE FULLTEXT INDEX department_text FOR (n:Department) ON EACH [n.name, n.description, n.extra];
DROP INDEX person_text IF EXISTS;
CREATE FULLTEXT INDEX person_text FOR (n:Person) ON EACH [n.name, n.title, n.extra];
DROP INDEX project_text IF EXISTS;
CREATE FULLTEXT INDEX project_text FOR (n:Project) ON EACH [n.name, n.summary, n.extra];
DROP INDEX topic_text IF EXISTS;
CREATE FULLTEXT INDEX topic_text FOR (n:Topic) ON EACH [n.name, n.description, n.extra];
DROP INDEX reuse_text IF EXISTS;
CREATE FULLTEXT INDEX reuse_text FOR (n:Reuse) ON EACH [n.note, n.extra];
DROP INDEX rundown_text IF EXISTS;
CREATE FULLTEXT INDEX rundown_text FOR (n:Rundown) ON EACH [n.note, n.extra];
CALL db.createProperty('extra');
