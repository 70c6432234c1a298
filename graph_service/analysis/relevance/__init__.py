"""How relevant lessons and people are to a question: by topic, by text, by what reuse has shown."""
