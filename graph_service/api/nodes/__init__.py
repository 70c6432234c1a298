"""The node types of the PMO: a class for each, from which its filters, sort keys and aggregates follow."""
