"""The checks behind `doctor` and /readyz: each looks at one thing and says in plain words what is wrong and how to correct it."""
