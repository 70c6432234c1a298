"""How relevant a lesson, person or project is to a question."""
