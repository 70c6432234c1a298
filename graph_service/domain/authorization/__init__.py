"""What callers may change: contributors only what is their own, and nobody what they may not read."""
