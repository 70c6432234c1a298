// What a captured draft names that is not there yet. Only such drafts have the properties, so these indexes are short.
CREATE INDEX lesson_project_text FOR (n:Lesson) ON (n.projectText);
CREATE INDEX lesson_learners_text FOR (n:Lesson) ON (n.learnersText);
