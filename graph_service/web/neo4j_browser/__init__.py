"""What Neo4j Browser is given: a guide, saved queries and a style. guide.adoc is the one source; all but the style is made from it."""
