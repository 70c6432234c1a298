"""The figures of the report are those that GraphQL returns for the same days."""

import pytest

from graph_service.graph import Graph
from tests.report.report_parser import Ask, Make, words
from tests.seeding import seed

START, END = "2023-01-01", "2026-01-01"
QUERY = """query($window: Window, $trend: Window) { network(window: $window) {
  silos { group { name } events internal expected excess verdict people }
  flow(onlyByOthers: true) { events people cells { from { name kind } to { name kind } reuses hoursSaved events people } }
  brokers(first: 8) { person { name } group { name } gatekeeper representative itinerant liaison coordinator people }
  pairsAtRisk { from { name } to { name } person { name } share events people }
  introductions(first: 6) { from { name } to { name } gap expected observed events people giver { name } receiver { name } project { name }
    topics { name } lessons { title } }
  mostReused(first: 10) { lesson { title project { name } } reuses departments people }
  shelf(first: 6) { published reused considered retired onShelf medianDays groups { group { name } published onShelf medianDays }
    lessons { lesson { title } days } }
  benefits { total { reported { hoursSaved costAvoided { currency sum } } confirmed { hoursSaved } }
    rows { group { name } given { reported { hoursSaved } } received { reported { hoursSaved } confirmed { hoursSaved } } } }
  storyBalance { lessons wentWell wentWrong both neither groups { group { name } wentWell wentWrong both } }
  participation { closedProjects withLesson people }
  capture { ...Captured closed { lessonsPerProject } learnedToPublished { lessons people } groups { group { name } ...GroupCaptured } }
  rundownUse { decisions phases { phase projects withRundown share } }
  conversations { conversations across unknown acrossShare people groups { group { name } conversations across } }
  missedReuse(first: 100) { earlier { title } later { title } suggested sharedPeople likeness forgone { hours events } } }
  trend: network(window: $trend) { timeline(every: QUARTER) { window { from } network { flow(onlyByOthers: true) { events people } } } } }
fragment Captured on Capture { closed { projects withoutLesson } learnedToPublished { waiting medianDays atRisk } }
fragment GroupCaptured on GroupCapture { closed { projects withoutLesson } learnedToPublished { waiting medianDays atRisk } }"""


def figure(text: str) -> float:
    return float(text.replace(",", "").replace("%", ""))


def shown(value: float | None) -> str:
    """With the decimals that the report gives a figure."""
    if value is None:
        return "–"
    return f"{round(value):,}" if abs(value) >= 100 or round(value, 1) == round(value) else f"{value:.1f}"


def share(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.0f}%"


def days_at_risk(time: dict) -> str:
    return "–" if time["medianDays"] is None else f"{shown(time['medianDays'])} ({shown(time['atRisk'])} at risk)"


async def answers(graph: Graph, make: Make, ask: Ask):
    await seed(graph)
    data = await ask(QUERY, window={"from": START, "to": END}, trend={"from": "2022-10-01", "to": END})
    return await make(START, END), data["network"], data["trend"]


@pytest.mark.thorough
async def test_tables_have_the_figures_of_graphql(graph: Graph, make: Make, ask: Ask) -> None:
    page, data, trend = await answers(graph, make, ask)

    rows = page.table("silos", "Reuse of a department’s own lessons compared with chance")
    expected = [silo for silo in data["silos"] if silo["events"]]
    assert [row["Department"] for row in rows] == [silo["group"]["name"] for silo in expected]
    assert [(row["Reuses"], row["Own"], row["By chance"], row["Excess"], row["People"]) for row in rows] == [
        (shown(s["events"]), shown(s["internal"]), shown(s["expected"]), share(s["excess"]), shown(s["people"])) for s in expected
    ]
    assert [row["Verdict"] == "silo" for row in rows] == [silo["verdict"] == "SILO" for silo in expected]

    matrix = page.table("silos", "Reuses by source department (rows) and reusing department (columns)")
    told = {(row["Source department"], to): text for row in matrix for to, text in row.items() if to != "Source department" and text != "0"}
    assert told == {(cell["from"]["name"], cell["to"]["name"]): shown(cell["reuses"]) for cell in data["flow"]["cells"]}

    across = [cell for cell in data["flow"]["cells"] if cell["from"] != cell["to"]]
    widest = sorted((round(-cell["reuses"], 9), cell["from"]["name"], cell["to"]["name"]) for cell in across)
    rows = page.table("flow", "The busiest routes between departments")
    assert [figure(row["Reuses"]) for row in rows] == [round(-reuses, 1) for reuses, *_ in widest[:10]]
    by_pair = {(cell["from"]["name"], cell["to"]["name"]): cell for cell in across}
    for row in rows:
        cell = by_pair[row["Source department"], row["Reusing department"]]
        assert (row["Hours saved"], row["Events"], row["People"]) == tuple(shown(cell[name]) for name in ("hoursSaved", "events", "people"))

    rows = page.table("trend", "Reuses per quarter")
    assert [(row["Reuses"], row["People"]) for row in rows] == [
        (shown(period["network"]["flow"]["events"]), shown(period["network"]["flow"]["people"])) for period in trend["timeline"]
    ]
    assert rows[0]["Quarter"] == "2022 Q4"

    rows = page.table("brokers", "How often people connect others")
    expected = [one for one in data["brokers"] if one["gatekeeper"] + one["representative"] + one["itinerant"] + one["liaison"]]
    assert [tuple(row.values()) for row in rows] == [
        (
            one["person"]["name"],
            one["group"]["name"],
            shown(one["gatekeeper"]),
            shown(one["representative"]),
            shown(one["itinerant"] + one["liaison"]),
            shown(one["coordinator"]),
            shown(one["people"]),
        )
        for one in expected
    ]
    rows = page.table("brokers", "Exchanges that depend on one person")
    assert [(row["Source department"], row["Reusing department"], row["Depends on"], row["Share"]) for row in rows] == [
        (one["from"]["name"], one["to"]["name"], one["person"]["name"], share(one["share"])) for one in data["pairsAtRisk"]
    ]

    rows = page.table("introductions", "People who should meet")
    met = [one for one in data["introductions"] if one["gap"] >= 1]
    assert 0 < len(met) < 6
    assert [(row["Expert"], row["Could use it"], row["For the project"]) for row in rows] == [
        (f"{one['giver']['name']} ({one['from']['name']})", f"{one['receiver']['name']} ({one['to']['name']})", one["project"]["name"])
        for one in met
    ]
    for row, one in zip(rows, met, strict=True):
        assert row["Topics"].startswith(one["topics"][0]["name"])
        assert row["First lesson"].startswith(f"“{one['lessons'][0]['title']}”")
    rows = page.table("introductions", "Reuse compared with chance, on topics of current projects")
    assert [tuple(row.values()) for row in rows] == [
        (one["from"]["name"], one["to"]["name"], *(shown(one[name]) for name in ("observed", "expected", "gap", "events", "people")))
        for one in met
    ]

    rows = page.table("most-reused", "Lessons by reuses across departments")
    assert [(row["Lesson"], row["Project"], row["Reuses"], row["Departments"], row["People"]) for row in rows] == [
        (one["lesson"]["title"], one["lesson"]["project"]["name"], *(shown(one[name]) for name in ("reuses", "departments", "people")))
        for one in data["mostReused"]
    ]

    whole, *rows = page.table("shelf", "Use of the published lessons")
    names = ("published", "reused", "considered", "retired", "onShelf", "medianDays")
    assert list(whole.values()) == ["All", *(shown(data["shelf"][name]) for name in names)]
    assert [(row["Department"], row["Published"], row["Not reused yet"]) for row in rows] == [
        (one["group"]["name"], shown(one["published"]), shown(one["onShelf"])) for one in data["shelf"]["groups"]
    ]
    assert [(row["Lesson"], row["Days"]) for row in page.table("shelf", "Waiting longest")] == [
        (one["lesson"]["title"], shown(one["days"])) for one in data["shelf"]["lessons"]
    ]

    *rows, whole = page.table("benefits", "Hours and costs saved, by department")
    total = data["benefits"]["total"]
    assert (whole["Hours saved"], whole["Hours confirmed"]) == (
        shown(total["reported"]["hoursSaved"]),
        shown(total["confirmed"]["hoursSaved"]),
    )
    assert whole["Cost avoided"].replace(",", "").split() == [
        part for cost in total["reported"]["costAvoided"] for part in (cost["currency"], cost["sum"].removesuffix(".00"))
    ]
    assert [(row["Department"], row["Hours saved"], row["Hours confirmed"], row["Hours saved by its lessons"]) for row in rows] == [
        (
            one["group"]["name"],
            shown(one["received"]["reported"]["hoursSaved"]),
            shown(one["received"]["confirmed"]["hoursSaved"]),
            shown(one["given"]["reported"]["hoursSaved"]),
        )
        for one in data["benefits"]["rows"]
    ]

    whole, *rows = page.table("stories", "What lessons contain")
    story = data["storyBalance"]
    assert (whole["Lessons"], whole["Went well"], whole["Went wrong"], whole["Both"], whole["Neither"]) == (
        shown(story["lessons"]),
        *(share(story[name]) for name in ("wentWell", "wentWrong", "both", "neither")),
    )
    assert [(row["Department"], row["Went well"], row["Went wrong"], row["Both"]) for row in rows] == [
        (one["group"]["name"], share(one["wentWell"]), share(one["wentWrong"]), share(one["both"]))
        for one in data["storyBalance"]["groups"]
    ]

    rows = page.table("participation", "Lessons from learning to publishing")
    captured = [{"group": {"name": "All"}} | data["capture"], *data["capture"]["groups"]]
    assert [
        (row["Department"], row["Closed projects"], row["Without a lesson"], row["Days in all"], row["Still waiting"]) for row in rows
    ] == [
        (
            one["group"]["name"],
            shown(one["closed"]["projects"]),
            shown(one["closed"]["withoutLesson"]),
            days_at_risk(one["learnedToPublished"]),
            shown(one["learnedToPublished"]["waiting"]),
        )
        for one in captured
    ]
    rows = page.table("participation", "Rundowns by phase of the project")
    assert [(row["Projects"], row["With a rundown"], row["Share"]) for row in rows] == [
        (shown(one["projects"]), shown(one["withRundown"]), share(one["share"])) for one in data["rundownUse"]["phases"]
    ]

    recorded = [one for one in data["missedReuse"] if not one["suggested"]]
    rows = page.table("missed-reuse", "Repeated problems on record")
    assert len(rows) == len(recorded)
    for row, one in zip(rows, recorded, strict=True):
        assert row["Lesson"].startswith(one["earlier"]["title"])
        assert row["Repeated as"].startswith(one["later"]["title"])
        assert row["Shared people"] == shown(one["sharedPeople"])
        assert row["Hours saved per reuse (reuses)"] == f"{shown(one['forgone']['hours'])} ({one['forgone']['events']})"
    suggested = [one for one in data["missedReuse"] if one["suggested"]]
    assert [
        (row["Lesson"], row["Perhaps repeated as"], row["Similarity"]) for row in page.table("missed-reuse", "Suggested: the same problem?")
    ] == [(one["earlier"]["title"], one["later"]["title"], share(one["likeness"])) for one in suggested]


async def test_titles_state_the_findings_of_the_demonstration_organisation(graph: Graph, make: Make, ask: Ask) -> None:
    await seed(graph)
    page = await make("2022-10-01", "2026-11-01")
    assert page.title("silos").startswith(
        "Water and Wastewater is a silo: 26 of its 39 reuses were its own lessons; about 8 would be expected by chance (3.4 times)"
    )
    assert page.title("brokers").startswith(
        "76% of the reuses by Water and Wastewater of lessons from Roads and Bridges came through Nadja Petrov"
    )
    assert page.title("missed-reuse") == "2 known problems were repeated"
    assert page.title("participation").endswith(
        "closed projects has a lesson; half of the lessons are published within 15 days of being learned"
    )
    assert page.title("most-reused").startswith("“Walk the site with the person who holds the keys” was reused most")


async def test_year_in_which_reuse_fell_asks_why_and_calls_no_lesson_the_most_reused_of_equals(graph: Graph, make: Make) -> None:
    await seed(graph)
    page = await make("2025-12-01", "2026-12-01")
    header = words(page.all("header")[0])
    assert "31 reuses, 32 fewer than in the 365 days before Is less reused, or only less recorded" in header
    assert page.title("most-reused") == "No lesson stands out: several were reused once by other departments"
    assert "more pairs of departments had 1 reuse or fewer." in words(page.root)
    assert "connects departments most often" in page.title("brokers")
    assert "Too few lessons to say how soon they are recorded. Too few" not in words(page.root)
