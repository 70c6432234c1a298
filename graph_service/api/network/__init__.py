"""GraphQL API of the measures: network.py has the root fields, result_types.py the types, evaluation.py computes the results."""
