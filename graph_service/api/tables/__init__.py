"""The main results as CSV tables for spreadsheets: /tables lists them, /tables/NAME.csv is one of them.

catalog: the tables, each a GraphQL document, and the parameters that filter it. layout: the columns that follow from a document.
parameters: the query string. reader: pages of rows, read through /graphql. csv_format: rows as CSV. routes: the HTTP responses.
"""
