"""The validation rules, which refuse rows and list entries of staged tables."""
