"""Two real organisations, loaded: figures worked out from the tables by hand, not by the code under test.

GRAPH_SERVICE_REAL_DATA names the folder that holds their tables, pmo/kubernetes and pmo/llis.
"""

import os
from pathlib import Path

import pytest

from graph_service.graph import Graph
from graph_service.ingest import Reason, Report, import_folder

DATA = os.environ.get("GRAPH_SERVICE_REAL_DATA")
pytestmark = pytest.mark.skipif(DATA is None, reason="GRAPH_SERVICE_REAL_DATA names no folder with pmo/kubernetes and pmo/llis")

# Each part of a reuse counts its part of the lesson (one over the departments the lesson was learned in) times its part of the reuse.
FLOW = """
MATCH (reuse:Reuse)-[:REUSE_OF]->(lesson)
WITH [(lesson)-[:LEARNED_IN]->(d) | d.id] AS givers, [(reuse)-[:REUSED_IN]->(d) | d.id] AS receivers
UNWIND givers AS giver
UNWIND receivers AS receiver
WITH giver = receiver AS internal, 1.0 / size(givers) / size(receivers) AS part
RETURN {internal: sum(CASE WHEN internal THEN part ELSE 0.0 END), cross: sum(CASE WHEN internal THEN 0.0 ELSE part END)}
"""
SCOPES = "MATCH (r:Reuse) WITH r.scope AS scope, count(*) AS n RETURN collect([scope, n])"
COUNT_LESSONS = "MATCH (l:Lesson) RETURN count(l)"
COUNT_BUILDS_ON = "MATCH (:Lesson)-[b:BUILDS_ON]->(:Lesson) RETURN count(b)"
NOT_RETIRED = "MATCH (l:Lesson)<-[:SUPERSEDES]-() WHERE l.status <> 'RETIRED' OR l.retiredOn IS NULL RETURN count(l)"
GANG_SCHEDULING = (
    "MATCH (l:Lesson {id: 'sig-scheduling/5832-decouple-podgroup-api'}) RETURN [toString(l.publishedOn), toString(l.retiredOn)]"
)
ANY_DATE = "a date must exist, be written as YYYY-MM-DD and be between 1800-01-01 and 2100-12-31"
PAST_DATE = "a date must exist, be written as YYYY-MM-DD and be between 1950-01-01 and tomorrow"


async def load(graph: Graph, name: str) -> Report:
    assert DATA is not None
    return await import_folder(graph, Path(DATA) / "pmo" / name)


@pytest.mark.thorough
async def test_kubernetes_is_loaded_but_for_the_rows_that_break_a_rule(graph: Graph) -> None:
    report = await load(graph, "kubernetes")
    projects, lessons, reuses = report.table("projects"), report.table("lessons"), report.table("reuses")
    assert (projects.new, projects.reasons, projects.rules) == (646, {Reason.BAD_VALUE: 7}, {ANY_DATE: 7})
    assert (lessons.new, lessons.reasons, lessons.rules) == (645, {Reason.BAD_VALUE: 7}, {PAST_DATE: 7})
    assert (report.table("assignments").new, report.table("assignments").reasons) == (4_247 - 37, {Reason.UNKNOWN_ID: 37})
    assert (reuses.new, reuses.reasons) == (542, {Reason.BAD_VALUE: 12, Reason.UNKNOWN_ID: 7, Reason.BROKEN_RULE: 126})
    assert {"2025-30-01", "2024-2-1", "yyyy-mm-dd"} <= {refusal.value for refusal in report.refusals}
    flow = await graph.read(FLOW)
    assert (round(flow["internal"], 2), round(flow["cross"], 2)) == (321.17, 220.83)
    assert dict(await graph.read(SCOPES))["OWN"] == 125


@pytest.mark.exhaustive
async def test_a_superseded_kubernetes_lesson_is_retired(graph: Graph) -> None:
    await load(graph, "kubernetes")
    assert await graph.read(NOT_RETIRED) == 0
    # Superseded by a lesson of 2025-09-17, before it was learned itself.
    assert await graph.read(GANG_SCHEDULING) == ["2026-01-23", "2026-01-23"]


@pytest.mark.thorough
async def test_llis_is_loaded_but_for_the_rows_that_break_a_rule(graph: Graph) -> None:
    report = await load(graph, "llis")
    lessons, reuses = report.table("lessons"), report.table("reuses")
    assert (lessons.new, lessons.refused, lessons.reasons) == (2_100, 1, {Reason.BAD_VALUE: 1})
    assert [refusal.field for refusal in report.refusals if refusal.table == "lessons" and not refusal.entry] == ["title"]
    assert (reuses.new, reuses.reasons) == (164, {Reason.BAD_VALUE: 23, Reason.BROKEN_RULE: 81})
    assert await graph.read(COUNT_BUILDS_ON) == 145
    entries = [refusal for refusal in report.refusals if refusal.entry]
    assert [(refusal.field, refusal.reason) for refusal in entries] == [("buildsOn", Reason.BROKEN_RULE)]


@pytest.mark.exhaustive
async def test_both_together_change_nothing_a_second_time(graph: Graph) -> None:
    await load(graph, "kubernetes")
    await load(graph, "llis")
    assert await graph.read(COUNT_LESSONS) == 645 + 2_100
    again = await load(graph, "kubernetes")
    # Two topics have the same id in both: llis named them last.
    assert [(table.table, table.loaded) for table in again.tables if table.loaded] == [("topics", 2)]
