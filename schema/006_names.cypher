// Names that a query may ask for before there is a first value of that name. Without them Neo4j warns of a spelling mistake, and Neo4j Browser
// underlines the query: on an organisation where no reuse was withdrawn yet, nearly all of the guide's.
CALL db.createProperty('withdrawnOn');
CALL db.createProperty('outcome');
CALL db.createRelationshipType('RECURRENCE_OF');
