"""What pages of directories and facets ask of lists, held against the tables of the demonstration organisation."""

from collections import Counter
from datetime import UTC, datetime

import pytest

from graph_service.graph import Graph
from tests.api.seed_tables import Ask, rows

PEOPLE = """query($department: ID!) {
  people(
    first: 1000
    where: { department: { OR: [{ id: { eq: $department } }, { ancestors: { some: { id: { eq: $department } } } }] } }
    sort: [{ reusesOfLessonsAggregate: { count: DESC } }, { name: ASC }]
  ) { nodes { id lessonsAggregate { count } reusesAggregate { count } reusesOfLessonsAggregate { count } } totalCount } }"""
FACETS = """query($where: LessonWhere!) {
  total: lessonsAggregate(where: $where) { count }
  topics: lessonsGrouped(by: [TOPICS], where: $where, first: 1000, sort: [{ count: DESC }]) { nodes { keys { id } count } }
  departments: lessonsGrouped(by: [DEPARTMENTS], where: $where, first: 1000) { nodes { keys { id } count } }
  phases: lessonsGrouped(by: [PHASE], where: $where) { nodes { keys { value } count } }
  statuses: lessonsGrouped(by: [STATUS], where: $where) { nodes { keys { value } count } }
  helped: lessonsAggregate(where: { AND: [$where, { reuses: { some: { outcome: { eq: HELPED } } } }] }) { count }
}"""
TODAY = datetime.now(UTC).date().isoformat()


def current(table: str, subject: str, target: str) -> dict[str, str]:
    """The relationship of today by subject."""
    return {row[subject]: row[target] for row in rows(table) if row["from"] <= TODAY and (not row["to"] or row["to"] > TODAY)}


def within(department: str) -> set[str]:
    """The department and everything below it today."""
    above = {row["id"]: row["partOf"] for row in rows("departments")} | current("structure", "department", "partOf")
    found = {department}
    while more := {id_ for id_, parent in above.items() if parent in found} - found:
        found |= more
    return found


async def test_people_of_a_department_and_those_below_it_by_what_was_reused_of_theirs(seeded: Graph, ask: Ask) -> None:
    home = current("memberships", "person", "department")
    learners = {row["id"]: row["learnedBy"].split("|") for row in rows("lessons")}
    learned = Counter(person for people in learners.values() for person in people)
    given = Counter(person for row in rows("reuses") for person in learners[row["lesson"]])
    made = Counter(row["person"] for row in rows("reuses"))
    for department in ("networks", "aldermere", "water"):
        found = (await ask(PEOPLE, department=department))["people"]
        nodes = found["nodes"]
        assert {node["id"] for node in nodes} == {person for person, place in home.items() if place in within(department)}
        assert found["totalCount"] == len(nodes) > 3
        for node in nodes:
            assert node["lessonsAggregate"]["count"] == learned[node["id"]]
            assert node["reusesAggregate"]["count"] == made[node["id"]]
            assert node["reusesOfLessonsAggregate"]["count"] == given[node["id"]]
        counts = [node["reusesOfLessonsAggregate"]["count"] for node in nodes]
        assert counts == sorted(counts, reverse=True)
        assert counts[0] > counts[-1]


async def test_departments_by_head_count_and_by_what_was_reused_of_theirs(seeded: Graph, ask: Ask) -> None:
    query = """{ departments(first: 1000, sort: [{ membersAggregate: { count: DESC } }]) { nodes { id
      membersAggregate { count } lessonsAggregate { count } reusesOfLessonsAggregate { count } reusesOfLessons(first: 1000) { nodes { id } totalCount } } } }"""
    nodes = (await ask(query))["departments"]["nodes"]
    members = Counter(current("memberships", "person", "department").values())
    assert [node["membersAggregate"]["count"] for node in nodes] == sorted(
        (members[row["id"]] for row in rows("departments")), reverse=True
    )
    lessons = {node["id"]: set() for node in nodes}
    for node in (await ask("{ lessons(first: 1000) { nodes { id departments { nodes { id } } } } }"))["lessons"]["nodes"]:
        for department in node["departments"]["nodes"]:
            lessons[department["id"]].add(node["id"])
    for node in nodes:
        reuses = {row["id"] for row in rows("reuses") if row["lesson"] in lessons[node["id"]]}
        assert {reuse["id"] for reuse in node["reusesOfLessons"]["nodes"]} == reuses
        assert node["reusesOfLessonsAggregate"]["count"] == node["reusesOfLessons"]["totalCount"] == len(reuses)


async def test_projects_and_topics_by_what_was_reused_of_their_lessons(seeded: Graph, ask: Ask) -> None:
    query = """{ projects(first: 3, sort: [{ reusesOfLessonsAggregate: { count: DESC } }]) { nodes { id reusesOfLessonsAggregate { count } } }
      topics(first: 3, sort: [{ reusesOfLessonsAggregate: { count: DESC } }]) { nodes { id reusesOfLessonsAggregate { count } } } }"""
    found = await ask(query)
    lessons = {row["id"]: row for row in rows("lessons")}
    projects = Counter(lessons[row["lesson"]]["project"] for row in rows("reuses"))
    topics = Counter(topic for row in rows("reuses") for topic in lessons[row["lesson"]]["topics"].split("|") if topic)
    for name, counts in (("projects", projects), ("topics", topics)):
        best = sorted(counts.values(), reverse=True)[:3]
        assert [node["reusesOfLessonsAggregate"]["count"] for node in found[name]["nodes"]] == best
        assert [counts[node["id"]] for node in found[name]["nodes"]] == best


@pytest.mark.thorough
async def test_ancestors_in_filters(seeded: Graph, ask: Ask) -> None:
    query = "query($where: DepartmentWhere) { departments(first: 1000, where: $where) { nodes { id } } }"

    async def ids(where: object) -> set[str]:
        return {node["id"] for node in (await ask(query, where=where))["departments"]["nodes"]}

    everything, networks = await ids({}), within("networks")
    assert await ids({"ancestors": {"some": {"id": {"eq": "networks"}}}}) == networks - {"networks"}
    assert await ids({"ancestors": {"none": {"id": {"eq": "networks"}}}}) == everything - networks | {"networks"}
    assert await ids({"ancestors": {"none": {}}}) == {"aldermere"}
    assert await ids({"ancestors": {"single": {}}}) == within("aldermere") - {"aldermere"} - {
        below for above in await ids({"parent": {"id": {"eq": "aldermere"}}}) for below in within(above) - {above}
    }
    assert await ids({"ancestors": {"all": {"name": {"contains": "works"}}}}) >= {"aldermere", "networks"}


async def test_facets_of_a_search_in_one_request(seeded: Graph, ask: Ask) -> None:
    for where in (
        {"search": "water"},
        {"search": "contract site", "status": {"eq": "PUBLISHED"}},
        {"learnedOn": {"gte": "2024-01-01"}},
        {},
    ):
        found = await ask(FACETS, where=where)
        query = """query($where: LessonWhere) { lessons(first: 1000, where: $where) { nodes { id phase status topics { nodes { id } }
          departments { nodes { id } } reuses { nodes { outcome } } } } }"""
        lessons = (await ask(query, where=where))["lessons"]["nodes"]
        assert found["total"]["count"] == len(lessons) > 3
        for facet, key in (("topics", "id"), ("departments", "id")):
            listed = Counter(node["id"] for lesson in lessons for node in lesson[facet]["nodes"] or [{"id": None}])
            assert {group["keys"][0][key]: group["count"] for group in found[facet]["nodes"]} == listed
        for facet, name in (("phases", "phase"), ("statuses", "status")):
            assert {group["keys"][0]["value"]: group["count"] for group in found[facet]["nodes"]} == Counter(
                lesson[name] for lesson in lessons
            )
        assert found["helped"]["count"] == sum(any(r["outcome"] == "HELPED" for r in lesson["reuses"]["nodes"]) for lesson in lessons)


BY_OTHERS = "{ NOT: { scope: { eq: OWN } } }"


async def test_people_by_what_others_reused_of_their_lessons(seeded: Graph, ask: Ask) -> None:
    learners = {row["id"]: row["learnedBy"].split("|") for row in rows("lessons")}
    taken = [row for row in rows("reuses") if row["person"] not in learners[row["lesson"]]]
    given = Counter(person for row in taken for person in learners[row["lesson"]])
    count = f"reusesOfLessonsAggregate(where: {BY_OTHERS}) {{ count }}"
    sort = f"{{ reusesOfLessonsAggregate: {{ filtered: {{ where: {BY_OTHERS}, sort: {{ count: DESC }} }} }} }}"
    read = f"{{ people(first: 20, sort: [{sort}]) {{ nodes {{ id {count} }} pageInfo {{ endCursor }} }} }}"
    found = (await ask(read))["people"]
    rest = (await ask(read.replace("first: 20", f'first: 1000, after: "{found["pageInfo"]["endCursor"]}"')))["people"]["nodes"]
    nodes = found["nodes"] + rest
    assert {node["id"]: node["reusesOfLessonsAggregate"]["count"] for node in nodes} == {
        row["id"]: given[row["id"]] for row in rows("people")
    }
    counts = [node["reusesOfLessonsAggregate"]["count"] for node in nodes]
    assert counts == sorted(counts, reverse=True)


async def test_totals_of_overview_insights_and_lists_agree(seeded: Graph, ask: Ask) -> None:
    """Without reuses of people's own lessons: no list and no figure of the dashboard counts them, nor what they saved."""
    published = 'publishedOn: { gte: "2023-12-01", lt: "2026-12-01" }'
    reused = f'reusedOn: {{ gte: "2023-12-01", lt: "2026-12-01" }}, {BY_OTHERS[2:-2]}'
    found = await ask(f"""{{
      network(window: {{ from: "2023-12-01", to: "2026-12-01" }}) {{
        shelf {{ published onShelf }}
        silos {{ events }}
        benefits {{ total {{ reported {{ hoursSaved costAvoided {{ currency sum }} }} }} }}
      }}
      published: lessonsAggregate(where: {{ {published}, status: {{ in: [PUBLISHED, RETIRED] }} }}) {{ count }}
      waiting: lessonsAggregate(where: {{ {published}, status: {{ eq: PUBLISHED }}, reuses: {{ none: {BY_OTHERS} }} }}) {{ count }}
      reuses: reusesAggregate(where: {{ {reused} }}) {{ count hoursSaved {{ sum }} costAvoided {{ currency sum }} }}
    }}""")
    network, reuses = found["network"], found["reuses"]
    saved = network["benefits"]["total"]["reported"]
    assert network["shelf"] == {"published": found["published"]["count"], "onShelf": found["waiting"]["count"]}
    assert sum(silo["events"] for silo in network["silos"]) == reuses["count"] < len(rows("reuses"))
    assert (saved["hoursSaved"], saved["costAvoided"]) == (reuses["hoursSaved"]["sum"], reuses["costAvoided"])
