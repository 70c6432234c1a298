"""Which lessons, reuses and properties of people a caller may read. The compiler adds these rules to every statement.

| | guests | members | curators | administrators |
|---|---|---|---|---|
| lesson that was not published | no | its authors, stewards of its topics | yes | yes |
| restricted lesson, and its reuses | no | its learners, and the people and departments it is restricted to | like members | yes |
| name of a person who is not discoverable | no | their own, and those of people they learned a lesson with | yes | yes |
| e-mail address, job title and additional fields | no | of people they may see named | yes | yes |

The ID of a person who is not discoverable is replaced by another one for all but curators and administrators. Guests are callers without a
person in the graph, members are callers with one. The authors of a lesson are its learners and the people who
recorded it. A steward who is not active, or belongs to no department today, no longer counts. Figures of the network count what a caller may not read.
"""

from typing import Final, LiteralString

from graph_service.access import Caller, Role
from graph_service.mapping.read_rules import Clearance, LimitedNodes, PersonalProperties, ReadRule, Viewer

# Few subqueries with one pattern each: statements contain this for up to three of their lists of lessons, and Neo4j plans every subquery.
IS_OWN_LESSON: LiteralString = """
EXISTS {
  MATCH (viewed)-[link:LEARNED_BY|RESTRICTED_TO_PERSON|RECORDED_BY]->(:Person {id: $viewer})
  WHERE viewed.audience = 'AUTHORS' OR type(link) <> 'RECORDED_BY'
}
OR viewed.audience = 'AUTHORS' AND EXISTS {
  MATCH (viewed)-[:ABOUT]->()-[steward:STEWARDED_BY]->(person:Person {id: $viewer})-[member:MEMBER_OF]->()
  WHERE coalesce(person.active, true)
    AND (steward.from IS NULL OR steward.from <= date($today)) AND (steward.to IS NULL OR date($today) < steward.to)
    AND (member.from IS NULL OR member.from <= date($today)) AND (member.to IS NULL OR date($today) < member.to)
}
OR EXISTS {
  MATCH (viewed)-[:RESTRICTED_TO_DEPARTMENT]->(department)
  MATCH (department) (()<-[part:PART_OF]-() WHERE (part.from IS NULL OR part.from <= date($today)) AND (part.to IS NULL OR date($today) < part.to)){0,} (home)
  MATCH (home)<-[member:MEMBER_OF]-(:Person {id: $viewer})
  WHERE (member.from IS NULL OR member.from <= date($today)) AND (member.to IS NULL OR date($today) < member.to)
}
"""
IS_REUSE_OF_OWN_LESSON: LiteralString = """
EXISTS { (viewed)-[:REUSE_OF]->()-[:LEARNED_BY|RESTRICTED_TO_PERSON]->(:Person {id: $viewer}) }
OR EXISTS {
  MATCH (viewed)-[:REUSE_OF]->()-[:RESTRICTED_TO_DEPARTMENT]->(department)
  MATCH (department) (()<-[part:PART_OF]-() WHERE (part.from IS NULL OR part.from <= date($today)) AND (part.to IS NULL OR date($today) < part.to)){0,} (home)
  MATCH (home)<-[member:MEMBER_OF]-(:Person {id: $viewer})
  WHERE (member.from IS NULL OR member.from <= date($today)) AND (member.to IS NULL OR date($today) < member.to)
}
"""
OWN_LESSONS_QUERY: LiteralString = """
MATCH (:Person {id: $viewer})<-[link:LEARNED_BY|RESTRICTED_TO_PERSON|RECORDED_BY]-(viewed:Lesson)
WHERE viewed.audience = 'AUTHORS' OR viewed.audience IS NOT NULL AND type(link) <> 'RECORDED_BY'
RETURN viewed
UNION
MATCH (person:Person {id: $viewer})<-[steward:STEWARDED_BY]-()<-[:ABOUT]-(viewed:Lesson)
WHERE viewed.audience = 'AUTHORS' AND coalesce(person.active, true)
  AND (steward.from IS NULL OR steward.from <= date($today)) AND (steward.to IS NULL OR date($today) < steward.to)
  AND EXISTS {
    MATCH (person)-[member:MEMBER_OF]->()
    WHERE (member.from IS NULL OR member.from <= date($today)) AND (member.to IS NULL OR date($today) < member.to)
  }
RETURN viewed
UNION
MATCH (:Person {id: $viewer})-[member:MEMBER_OF]->(home)
WHERE (member.from IS NULL OR member.from <= date($today)) AND (member.to IS NULL OR date($today) < member.to)
MATCH (home) (()-[part:PART_OF]->() WHERE (part.from IS NULL OR part.from <= date($today)) AND (part.to IS NULL OR date($today) < part.to)){0,} (department)
MATCH (department)<-[:RESTRICTED_TO_DEPARTMENT]-(viewed:Lesson)
RETURN viewed
"""
OWN_REUSES_QUERY: LiteralString = """
MATCH (:Person {id: $viewer})<-[:LEARNED_BY|RESTRICTED_TO_PERSON]-()<-[:REUSE_OF]-(viewed:Reuse)
WHERE viewed.audience IS NOT NULL
RETURN viewed
UNION
MATCH (:Person {id: $viewer})-[member:MEMBER_OF]->(home)
WHERE (member.from IS NULL OR member.from <= date($today)) AND (member.to IS NULL OR date($today) < member.to)
MATCH (home) (()-[part:PART_OF]->() WHERE (part.from IS NULL OR part.from <= date($today)) AND (part.to IS NULL OR date($today) < part.to)){0,} (department)
MATCH (department)<-[:RESTRICTED_TO_DEPARTMENT]-()<-[:REUSE_OF]-(viewed:Reuse)
RETURN viewed
"""
IS_KNOWN_PERSON: LiteralString = """
viewed.id = $viewer OR EXISTS { (viewed)<-[:LEARNED_BY]-()-[:LEARNED_BY]->(:Person {id: $viewer}) }
"""

LESSONS: Final = ReadRule(limited=LimitedNodes("audience", ("AUTHORS",), IS_OWN_LESSON, OWN_LESSONS_QUERY))
REUSES: Final = ReadRule(limited=LimitedNodes("audience", (), IS_REUSE_OF_OWN_LESSON, OWN_REUSES_QUERY))
PEOPLE: Final = ReadRule(
    personal=PersonalProperties(
        masked={"id": "shownId", "name": "shownName"},
        private=frozenset({"email", "title", "extra"}),
        nameable="discoverable",
        is_known=IS_KNOWN_PERSON,
    )
)


def viewer_of(caller: Caller) -> Viewer:
    """What a caller may read. A reader or contributor is a member only if the token or the login says which person it is."""
    if caller.role >= Role.ADMINISTRATOR:
        return Viewer(Clearance.ADMINISTRATOR, caller.person)
    if caller.role >= Role.CURATOR:
        return Viewer(Clearance.CURATOR, caller.person)
    return Viewer(Clearance.GUEST if caller.person is None else Clearance.MEMBER, caller.person)
