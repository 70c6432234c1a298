// Lessons are found by the stems of their words in the language of each. The service stems the texts (graph_service/language), so the index
// takes the stems as they are.
DROP INDEX lesson_text IF EXISTS;
CREATE FULLTEXT INDEX lesson_text FOR (n:Lesson) ON EACH [n.titleStems, n.contextStems, n.wentWellStems, n.wentWrongStems, n.recommendationStems, n.extraStems]
OPTIONS {indexConfig: {`fulltext.analyzer`: 'whitespace'}};
CREATE INDEX lesson_language FOR (n:Lesson) ON (n.language);
