"""The benchmark queries, each in two versions: GraphQL for the service, and the best hand-written Cypher we found, the baseline ("floor").

A baseline returns one record per row, named `row`, in the shape of the GraphQL response without `nodes`. It is run in this form and
collected into one record; the faster form counts. With USING INDEX, rows are read in index order and not sorted.
"""

from dataclasses import dataclass
from typing import Final, LiteralString

STORY: Final = "id title context wentWell wentWrong recommendation phase status learnedOn recordedAt"
LINKED: Final = "learners { nodes { name } } project { name } departments { nodes { name } } topics { nodes { name } }"


@dataclass(frozen=True, slots=True)
class Question:
    """A query in words, as GraphQL and as Cypher; `unordered` when the order of the result is irrelevant."""

    words: str
    document: str
    floor: LiteralString
    unordered: bool = False
    writes: bool = False


A_LESSON = Question(
    "a lesson by id, with what it is linked to",
    f"query ($id: ID!) {{ lesson(id: $id) {{ {STORY} {LINKED} reusesAggregate {{ count }} }} }}",
    """
MATCH (l:Lesson {id: $id})
WITH l {.id, .title, .context, .wentWell, .wentWrong, .recommendation, .phase, .status,
  learnedOn: toString(l.learnedOn), recordedAt: toString(l.recordedAt),
  learners: [(l)-[:LEARNED_BY]->(x) | x {.name}], project: head([(l)-[:LEARNED_ON]->(x) | x {.name}]),
  departments: [(l)-[:LEARNED_IN]->(x) | x {.name}], topics: [(l)-[:ABOUT]->(x) | x {.name}],
  reusesAggregate: {count: COUNT { (l)<-[:REUSE_OF]-(r) WHERE r.withdrawnOn IS NULL }}} AS row
""",
)
NEWEST = Question(
    "the newest 20 published, with links and 3 reuses each",
    f"""query ($n: Int!) {{
  lessons(first: $n, where: {{status: {{eq: PUBLISHED}}}}, sort: [{{learnedOn: DESC}}]) {{
    nodes {{ {STORY} {LINKED} reuses(first: 3, sort: [{{reusedOn: DESC}}]) {{ nodes {{ reusedOn outcome project {{ name }} department {{ name }} }} }} }}
  }}
}}""",
    """
MATCH (l:Lesson)
USING INDEX l:Lesson(learnedOn)
WHERE l.learnedOn IS NOT NULL AND l.status = 'PUBLISHED'
WITH l ORDER BY l.learnedOn DESC, l.id DESC LIMIT $n
WITH l {.id, .title, .context, .wentWell, .wentWrong, .recommendation, .phase, .status,
  learnedOn: toString(l.learnedOn), recordedAt: toString(l.recordedAt),
  learners: [(l)-[:LEARNED_BY]->(x) | x {.name}], project: head([(l)-[:LEARNED_ON]->(x) | x {.name}]),
  departments: [(l)-[:LEARNED_IN]->(x) | x {.name}], topics: [(l)-[:ABOUT]->(x) | x {.name}],
  reuses: COLLECT {
    MATCH (l)<-[:REUSE_OF]-(r)
    WHERE r.withdrawnOn IS NULL
    WITH r ORDER BY r.reusedOn DESC, r.id DESC LIMIT 3
    RETURN r {reusedOn: toString(r.reusedOn), .outcome, project: head([(r)-[:REUSED_ON]->(x) | x {.name}]),
      department: head([(r)-[:REUSED_IN]->(x) | x {.name}])}
  }} AS row
""",
)
A_THOUSAND = Question(
    "the newest 1,000, with their project",
    f"{{ lessons(first: 1000, sort: [{{learnedOn: DESC}}]) {{ nodes {{ {STORY} project {{ name }} }} }} }}",
    """
MATCH (l:Lesson)
USING INDEX l:Lesson(learnedOn)
WHERE l.learnedOn IS NOT NULL
WITH l ORDER BY l.learnedOn DESC, l.id DESC LIMIT 1000
WITH l {.id, .title, .context, .wentWell, .wentWrong, .recommendation, .phase, .status,
  learnedOn: toString(l.learnedOn), recordedAt: toString(l.recordedAt), project: head([(l)-[:LEARNED_ON]->(x) | x {.name}])} AS row
""",
)
OF_A_DEPARTMENT_AND_A_TOPIC = Question(
    "published lessons of a department about a topic, newest 20 and how many",
    """query ($department: ID!, $topic: ID!) {
  lessons(first: 20, sort: [{learnedOn: DESC}], where: {
    status: {eq: PUBLISHED}, departments: {some: {id: {eq: $department}}}, topics: {some: {id: {eq: $topic}}}
  }) { totalCount nodes { id title status learnedOn project { name } } }
}""",
    """
MATCH (d:Department {id: $department})
WITH COLLECT { MATCH (d)<-[:LEARNED_IN]-(l) RETURN l } AS learned
MATCH (t:Topic {id: $topic})<-[:ABOUT]-(l:Lesson)
WHERE l IN learned AND l.status = 'PUBLISHED'
WITH l ORDER BY l.learnedOn DESC, l.id DESC
WITH collect(l) AS found
WITH {totalCount: size(found), nodes: [l IN found[..20] |
  l {.id, .title, .status, learnedOn: toString(l.learnedOn), project: head([(l)-[:LEARNED_ON]->(x) | x {.name}])}]} AS row
""",
)
FROM_ONE_TO_ANOTHER = Question(
    "learned in one department between two days, reused in another, newest 20",
    """query ($a: ID!, $b: ID!, $from: Date!, $to: Date!) {
  lessons(first: 20, sort: [{learnedOn: DESC}], where: {
    learnedOn: {gte: $from, lt: $to}, departments: {some: {id: {eq: $a}}}, reuses: {some: {department: {id: {eq: $b}}}}
  }) { nodes { id title learnedOn } }
}""",
    """
MATCH (b:Department {id: $b})
MATCH (a:Department {id: $a})<-[:LEARNED_IN]-(l)
WHERE l.learnedOn >= date($from) AND l.learnedOn < date($to) AND EXISTS { (l)<-[:REUSE_OF]-(r)-[:REUSED_IN]->(b) WHERE r.withdrawnOn IS NULL }
WITH l ORDER BY l.learnedOn DESC, l.id DESC LIMIT 20
WITH l {.id, .title, learnedOn: toString(l.learnedOn)} AS row
""",
)
BY_DEPARTMENT = Question(
    "each department with the number of its lessons and reuses",
    "{ departments(first: 1000) { nodes { id name lessonsAggregate { count } reusesAggregate { count } } } }",
    """
MATCH (d:Department)
WITH d {.id, .name, lessonsAggregate: {count: COUNT { (d)<-[:LEARNED_IN]-() }},
  reusesAggregate: {count: COUNT { (d)<-[:REUSED_IN]-() }}} AS row
""",
    unordered=True,
)
FIGURES_OF_REUSES = Question(
    "the newest 100 published, with number, hours and last day of their reuses",
    """{ lessons(first: 100, where: {status: {eq: PUBLISHED}}, sort: [{learnedOn: DESC}]) {
  nodes { id title reusesAggregate { count hoursSaved { sum } reusedOn { max } } }
} }""",
    """
MATCH (l:Lesson)
USING INDEX l:Lesson(learnedOn)
WHERE l.learnedOn IS NOT NULL AND l.status = 'PUBLISHED'
WITH l ORDER BY l.learnedOn DESC, l.id DESC LIMIT 100
CALL (l) {
  MATCH (l)<-[:REUSE_OF]-(r)
  WHERE r.withdrawnOn IS NULL
  RETURN count(r) AS count, sum(r.hoursSaved) AS hours, toString(max(r.reusedOn)) AS last
}
WITH l {.id, .title, reusesAggregate: {count: count, hoursSaved: {sum: hours}, reusedOn: {max: last}}} AS row
""",
)
# Prunes by a lower bound: the 20th highest CROSS count among the 60 lessons with the most reuses overall. Lessons with fewer
# reuses overall than this bound cannot be in the result.
MOST_REUSED = Question(
    "the 20 lessons reused most by other departments",
    "{ network { mostReused(acrossDepartments: true, first: 20) { lesson { id title } reuses } } }",
    """
MATCH (l:Lesson)
WITH l, COUNT { (l)<-[:REUSE_OF]-() } AS all ORDER BY all DESC LIMIT 60
WITH COUNT { (l)<-[:REUSE_OF]-(r {scope: 'CROSS'}) WHERE r.withdrawnOn IS NULL } AS reuses ORDER BY reuses DESC LIMIT 20
WITH min(reuses) AS bound
MATCH (l:Lesson)
WHERE COUNT { (l)<-[:REUSE_OF]-() } >= bound
WITH l, COUNT { (l)<-[:REUSE_OF]-(r {scope: 'CROSS'}) WHERE r.withdrawnOn IS NULL } AS reuses
ORDER BY reuses DESC, l.id LIMIT 20
WITH {lesson: l {.id, .title}, reuses: reuses} AS row
""",
)
# The text is that of the index: stems, which only the caller can make.
BY_WORDS = Question(
    "full text, the best 20",
    "query ($text: String!) { search(text: $text, first: 20) { score lesson { id title project { name } } } }",
    """
CALL db.index.fulltext.queryNodes('lesson_text', $text, {limit: 20}) YIELD node AS l, score
WITH {score: score, lesson: l {.id, .title, project: head([(l)-[:LEARNED_ON]->(x) | x {.name}])}} AS row
""",
)
A_PERSON = Question(
    "a person's 20 newest lessons, 5 reuses each, their project, its owner",
    """query ($id: ID!) {
  person(id: $id) { id name lessons(first: 20, sort: [{learnedOn: DESC}]) { nodes {
    id title learnedOn reuses(first: 5, sort: [{reusedOn: DESC}]) { nodes { id reusedOn project { name owner { name } } } }
  } } }
}""",
    """
MATCH (p:Person {id: $id})
WITH p {.id, .name, lessons: COLLECT {
  MATCH (p)<-[:LEARNED_BY]-(l)
  WITH l ORDER BY l.learnedOn DESC, l.id DESC LIMIT 20
  RETURN l {.id, .title, learnedOn: toString(l.learnedOn), reuses: COLLECT {
    MATCH (l)<-[:REUSE_OF]-(r)
    WHERE r.withdrawnOn IS NULL
    WITH r ORDER BY r.reusedOn DESC, r.id DESC LIMIT 5
    RETURN r {.id, reusedOn: toString(r.reusedOn),
      project: head([(r)-[:REUSED_ON]->(j) | j {.name, owner: head([(j)<-[:OWNS]-(d) | d {.name}])}])}
  }}
}} AS row
""",
)
# Locks the sequence first, as in knowledge/activity.py, so that later checks still hold at commit.
RECORDED = Question(
    "a lesson is recorded, with its links, departments and log entry",
    """mutation ($input: RecordLessonInput!) {
  recordLesson(input: $input) { lesson { title status learnedOn learners { nodes { name } } project { name } departments { nodes { name } } topics { nodes { name } } } }
}""",
    """
MATCH (sequence:Sequence {name: 'activity'})
SET sequence.locked = true
WITH sequence
MATCH (p:Person {id: $learners[0]})
MATCH (j:Project {id: $project})
MATCH (t1:Topic {id: $topics[0]})
MATCH (t2:Topic {id: $topics[1]})
CREATE (l:Lesson {id: $id, title: $title, context: $context, recommendation: $recommendation, phase: $phase, status: 'DRAFT',
  learnedOn: date($learnedOn), recordedAt: datetime.realtime('Z')})
CREATE (l)-[:LEARNED_BY]->(p)
CREATE (l)-[:LEARNED_ON]->(j)
CREATE (l)-[:ABOUT]->(t1)
CREATE (l)-[:ABOUT]->(t2)
WITH *, [(p)-[m:MEMBER_OF]->(d) WHERE m.from <= l.learnedOn AND (m.to IS NULL OR l.learnedOn < m.to) | d] AS departments
FOREACH (d IN departments | CREATE (l)-[:LEARNED_IN]->(d))
SET sequence.value = sequence.value + 1
CREATE (:Activity {seq: sequence.value, at: datetime.realtime('Z'), action: 'recordLesson', subjectLabel: 'Lesson', subjectId: l.id,
  changed: $changed, result: $result})
WITH l {.title, .status, learnedOn: toString(l.learnedOn), learners: [p {.name}], project: j {.name},
  departments: [d IN departments | d {.name}], topics: [t1 {.name}, t2 {.name}]} AS row
""",
    writes=True,
)
FAR_DOWN = Question(
    "20 lessons after the 5,000th",
    "query ($after: String) { lessons(first: 20, sort: [{learnedOn: DESC}], after: $after) { nodes { id title learnedOn } } }",
    """
MATCH (l:Lesson)
USING INDEX l:Lesson(learnedOn)
WHERE l.learnedOn <= date($day) AND (l.learnedOn < date($day) OR l.id < $id)
WITH l ORDER BY l.learnedOn DESC, l.id DESC LIMIT 20
WITH l {.id, .title, learnedOn: toString(l.learnedOn)} AS row
""",
)

QUESTIONS: Final[dict[str, Question]] = {
    "Q1": A_LESSON,
    "Q2": NEWEST,
    "Q3": Question("the same with 100", NEWEST.document, NEWEST.floor),
    "Q4": A_THOUSAND,
    "Q5": OF_A_DEPARTMENT_AND_A_TOPIC,
    "Q6": FROM_ONE_TO_ANOTHER,
    "Q7": BY_DEPARTMENT,
    "Q8": FIGURES_OF_REUSES,
    "Q9": MOST_REUSED,
    "Q10": BY_WORDS,
    "Q11": A_PERSON,
    "Q13": FAR_DOWN,
    "Q12": RECORDED,  # last, because it changes the data that the others read
}


def floor_text(name: str, *, collected: bool) -> LiteralString:
    """The Cypher of the baseline: one record per row, or one record with all rows when `collected`."""
    return QUESTIONS[name].floor + ("RETURN collect(row) AS rows" if collected else "RETURN row")
