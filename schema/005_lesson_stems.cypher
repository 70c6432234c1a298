// Lessons are found by the stems of words, and words that stand in every text count nothing. Without that, what ranks lessons for a project
// by its words finds a tenth less of what the project then reuses (tests/benchmarks/ranking).
DROP INDEX lesson_text IF EXISTS;
CREATE FULLTEXT INDEX lesson_text FOR (n:Lesson) ON EACH [n.title, n.context, n.wentWell, n.wentWrong, n.recommendation]
OPTIONS {indexConfig: {`fulltext.analyzer`: 'english'}};
