// Words in what people wrote.
CREATE FULLTEXT INDEX lesson_text FOR (n:Lesson) ON EACH [n.title, n.context, n.wentWell, n.wentWrong, n.recommendation];
