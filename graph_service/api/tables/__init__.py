"""Tables for spreadsheets at /tables/NAME.csv, each read through the GraphQL schema, page by page, so that its rules and limits hold."""
