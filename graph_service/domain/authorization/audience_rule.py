"""Who belongs to the audience of a lesson that not everybody may read, of its reuses, and of a task: the parts of this rule, each stated once.

A part matches `viewed`, which may be bound to a node, for the person with the ID $viewer. $today is a date, or text in ISO 8601.
"""

from typing import LiteralString

# Few subqueries with one pattern each: statements contain this for up to three of their lists of lessons, and Neo4j plans every subquery.
OF_PERSON: LiteralString = """
MATCH (viewed)-[link:LEARNED_BY|RESTRICTED_TO_PERSON|RECORDED_BY]->(:Person {id: $viewer})
WHERE viewed.audience = 'AUTHORS' OR viewed.audience IS NOT NULL AND type(link) <> 'RECORDED_BY'
"""
# A steward who is not active, or belongs to no department today, has left. Names the links
# (topic)-[steward:STEWARDED_BY]->(person)-[member:MEMBER_OF]->().
IS_STEWARD_TODAY: LiteralString = """coalesce(person.active, true)
  AND (steward.from IS NULL OR steward.from <= date($today)) AND (steward.to IS NULL OR date($today) < steward.to)
  AND (member.from IS NULL OR member.from <= date($today)) AND (member.to IS NULL OR date($today) < member.to)
"""
ABOUT_TOPIC_OF_STEWARD: LiteralString = (
    """
MATCH (viewed)-[:ABOUT]->()-[steward:STEWARDED_BY]->(person:Person {id: $viewer})-[member:MEMBER_OF]->()
WHERE """
    + IS_STEWARD_TODAY
)
OF_STEWARD: LiteralString = ABOUT_TOPIC_OF_STEWARD + "  AND viewed.audience = 'AUTHORS'\n"
# `department` is a department of the person, or one above it.
FROM_DEPARTMENT: LiteralString = """
MATCH (department) (()<-[part:PART_OF]-() WHERE (part.from IS NULL OR part.from <= date($today)) AND (part.to IS NULL OR date($today) < part.to)){0,} (home)
MATCH (home)<-[member:MEMBER_OF]-(:Person {id: $viewer})
WHERE (member.from IS NULL OR member.from <= date($today)) AND (member.to IS NULL OR date($today) < member.to)
"""
OF_DEPARTMENT: LiteralString = "\nMATCH (viewed)-[:RESTRICTED_TO_DEPARTMENT]->(department)" + FROM_DEPARTMENT
REUSE_OF_PERSON: LiteralString = """
MATCH (viewed)-[:REUSE_OF]->()-[:LEARNED_BY|RESTRICTED_TO_PERSON]->(:Person {id: $viewer})
WHERE viewed.audience IS NOT NULL
"""
REUSE_OF_DEPARTMENT: LiteralString = "\nMATCH (viewed)-[:REUSE_OF]->()-[:RESTRICTED_TO_DEPARTMENT]->(department)" + FROM_DEPARTMENT
OF_TASK: LiteralString = "\nMATCH (viewed)-[:ASKED_OF|ASKED_BY]->(:Person {id: $viewer})\n"


def matches_any(*parts: LiteralString) -> LiteralString:
    """EXISTS { MATCH (viewed)... WHERE ... } OR EXISTS { ... }: the condition that at least one of the parts matches the node `viewed`."""
    return " OR ".join(["EXISTS {" + part + "}" for part in parts])


def of_person(part: LiteralString) -> LiteralString:
    """The part for the node `person`, which is bound before, instead of the person with the ID $viewer."""
    return part.replace("(:Person {id: $viewer})", "(person)")


def union_of(*parts: LiteralString) -> LiteralString:
    """MATCH (viewed)... WHERE ... RETURN viewed UNION ...: a query of all nodes that at least one of the parts matches."""
    return "UNION".join([part + "RETURN viewed\n" for part in parts])


IS_NAMED_READER: LiteralString = matches_any(OF_PERSON, OF_DEPARTMENT)
IS_OWN_LESSON: LiteralString = matches_any(OF_PERSON, OF_STEWARD, OF_DEPARTMENT)
OWN_LESSONS: LiteralString = union_of(OF_PERSON, OF_STEWARD, OF_DEPARTMENT)
IS_REUSE_OF_OWN_LESSON: LiteralString = matches_any(REUSE_OF_PERSON, REUSE_OF_DEPARTMENT)
OWN_REUSES: LiteralString = union_of(REUSE_OF_PERSON, REUSE_OF_DEPARTMENT)
IS_OWN_TASK: LiteralString = matches_any(OF_TASK)
OWN_TASKS: LiteralString = union_of(OF_TASK)
MAY_READ_STATEMENT: LiteralString = "MATCH (viewed:Lesson {id: $id}) RETURN " + IS_OWN_LESSON + " AS mayRead"
