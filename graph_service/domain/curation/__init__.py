"""The review of lessons before they are published: who may review them, what is said in it, and what makes a lesson useful to others."""
