// Lessons in review, by the time of their submission.
CREATE INDEX lesson_submitted_at FOR (n:Lesson) ON (n.submittedAt);
