"""Limits on the size, the cost and the time of a request, and the threads in which computations run."""
