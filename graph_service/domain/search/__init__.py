"""Full-text search: lessons by their words, and everything by its name."""
