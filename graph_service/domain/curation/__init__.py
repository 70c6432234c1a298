"""The review of lessons before publication: reviewers, questions and answers, and checks of what makes a lesson useful to others."""
