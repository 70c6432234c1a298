"""The inbox: what waits for a person to be done, and since when."""
