"""The checks behind `doctor` and /readyz: each examines one thing, and states what is wrong and how to correct it."""
