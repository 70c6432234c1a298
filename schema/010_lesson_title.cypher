// The words of lesson titles as they were typed: a misspelled word is not found among the stems of lesson_text.
CREATE FULLTEXT INDEX lesson_title FOR (n:Lesson) ON EACH [n.title];
