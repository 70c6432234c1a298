// Words in what people wrote, of every noun; 003 has those of lessons.
CREATE FULLTEXT INDEX department_text FOR (n:Department) ON EACH [n.name, n.description];
CREATE FULLTEXT INDEX person_text FOR (n:Person) ON EACH [n.name, n.title];
CREATE FULLTEXT INDEX project_text FOR (n:Project) ON EACH [n.name, n.summary];
CREATE FULLTEXT INDEX topic_text FOR (n:Topic) ON EACH [n.name, n.description];
CREATE FULLTEXT INDEX reuse_text FOR (n:Reuse) ON EACH [n.note];
CREATE FULLTEXT INDEX rundown_text FOR (n:Rundown) ON EACH [n.note];
