"""Files for Neo4j Browser: a guide, saved queries and a style sheet. All but the style sheet are made from guide.adoc."""
