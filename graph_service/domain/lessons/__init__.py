"""Commands on lessons: recorded, revised, published, restricted, superseded, retired, and linked as recurrences."""
