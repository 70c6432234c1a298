"""Draws query parameters from the loaded graph with a fixed seed, so that every run and every contender uses the same values."""

from dataclasses import dataclass
from random import Random
from typing import Any

import orjson
from neo4j import Driver

from graph_service.compiler.conditions.search_text import to_stem_query
from graph_service.domain.lessons.languages import LANGUAGES_QUERY
from graph_service.language.lesson_stems import STEMS
from graph_service.language.stems import languages_in_use
from tests.benchmarks.reading.keep_alive import Connection, post

LESSONS_QUERY = "MATCH (l:Lesson) RETURN l.id AS id ORDER BY id"
PEOPLE_QUERY = "MATCH (p:Person) WHERE COUNT { (p)<-[:LEARNED_BY]-() } >= 8 RETURN p.id AS id ORDER BY id LIMIT 200"
PROJECTS_QUERY = "MATCH (j:Project) RETURN j.id AS id ORDER BY id"
PAIRS_QUERY = """
MATCH (d:Department)<-[:LEARNED_IN]-(l)-[:ABOUT]->(t)
WITH d.id AS department, t.id AS topic, count(*) AS lessons
RETURN department, topic ORDER BY lessons DESC, department, topic LIMIT 200
"""
FLOWS_QUERY = """
MATCH (a:Department)<-[:LEARNED_IN]-(l)<-[:REUSE_OF]-()-[:REUSED_IN]->(b)
WHERE a <> b
WITH a.id AS a, b.id AS b, count(*) AS reuses
RETURN a, b ORDER BY reuses DESC, a, b LIMIT 40
"""
WORDS = "supplier delay contract scope change budget forecast risk vendor migration rollback testing training permit".split()
TITLE = "A lesson made by the benchmark"
DEEP, PAGE, STEP = 5_000, 20, 1_000


@dataclass(frozen=True, slots=True)
class Asked:
    """The parameters of one request: GraphQL variables, and Cypher parameters where these differ."""

    variables: dict[str, Any]
    cypher: dict[str, Any] | None = None

    @property
    def parameters(self) -> dict[str, Any]:
        """The Cypher parameters for the baseline."""
        return self.variables if self.cypher is None else self.cypher


def draw(driver: Driver, service: Connection) -> dict[str, list[Asked]]:
    """The parameter sets of each query, in order."""
    chance = Random(7)
    lessons, people, projects = (
        [row["id"] for row in driver.execute_query(query).records] for query in (LESSONS_QUERY, PEOPLE_QUERY, PROJECTS_QUERY)
    )
    pairs, flows = ([row.data() for row in driver.execute_query(query).records] for query in (PAIRS_QUERY, FLOWS_QUERY))
    # Half of the pairs are drawn from the pairs with the most lessons.
    chosen = chance.sample(pairs[:40], 10) + chance.sample(pairs[40:], 10)
    spans = [{"from": f"{year}-01-01", "to": f"{year + 2}-01-01"} for year in (2020, 2023)]
    recorded = [_recorded(chance, people, projects) for _ in range(20)]
    return {
        "Q1": [Asked({"id": lesson}) for lesson in chance.sample(lessons, 40)],
        "Q2": [Asked({"n": 20})],
        "Q3": [Asked({"n": 100})],
        "Q5": [Asked(pair) for pair in chosen],
        "Q6": [Asked(flow | span) for flow in chance.sample(flows, 10) for span in spans],
        "Q10": [_searched(driver, " ".join(chance.sample(WORDS, 2))) for _ in range(20)],
        "Q11": [Asked({"id": person}) for person in chance.sample(people, min(40, len(people)))],
        "Q12": [Asked({"input": given}, given) for given in recorded],
        "Q13": [after(service, DEEP)],
    } | {name: [Asked({})] for name in ("Q4", "Q7", "Q8", "Q9")}


def after(service: Connection, depth: int) -> Asked:
    """Parameters of the page after `depth` lessons, reached page by page as a client would."""
    cursor, last = None, {"learnedOn": "9999-12-31", "id": ""}
    walk = "query ($after: String, $n: Int!) { lessons(first: $n, sort: [{learnedOn: DESC}], after: $after) { nodes { id learnedOn } pageInfo { endCursor } } }"
    while depth:
        step = min(depth, STEP)
        body = orjson.dumps({"query": walk, "variables": {"after": cursor, "n": step}})
        page = orjson.loads(service.ask(post(body)))["data"]["lessons"]
        cursor, last, depth = page["pageInfo"]["endCursor"], page["nodes"][-1], depth - step
    return Asked({"after": cursor}, {"day": last["learnedOn"], "id": last["id"]})


def _searched(driver: Driver, text: str) -> Asked:
    """A search. The baseline gets the stems of the words, as the index of lessons contains only stems."""
    in_use = languages_in_use(driver.execute_query(LANGUAGES_QUERY).records[0]["languages"])
    return Asked({"text": text}, {"text": to_stem_query(text, in_use, len(STEMS))})


def _recorded(chance: Random, people: list[str], projects: list[str]) -> dict[str, Any]:
    topics = [f"t{chance.randrange(0, 100):04}", f"t{chance.randrange(100, 200):04}"]
    return {
        "title": TITLE,
        "context": "c" * 300,
        "recommendation": "r" * 300,
        "phase": "DURING",
        "learnedOn": "2026-09-01",
        "learners": [chance.choice(people)],
        "project": chance.choice(projects),
        "topics": topics,
        "confirm": True,
    }
