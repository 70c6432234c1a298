"""A row overwrites the graph for the columns of its file; absent columns and rows change nothing; derived values are updated."""

import pytest

from graph_service.graph import Graph
from graph_service.ingest import import_folder
from tests.ingest.sample_tables import ORGANISATION, Write, dump

ACTIVILINKS = "MATCH (a:Activity) WITH a ORDER BY a.seq RETURN collect(a.seq + ' ' + a.action)"
LESSON = "MATCH (l:Lesson {id: $id}) RETURN l {.*, learnedOn: toString(l.learnedOn), publishedOn: toString(l.publishedOn), retiredOn: toString(l.retiredOn), recordedAt: toString(l.recordedAt), revisedAt: toString(l.revisedAt)}"
LINKS = "MATCH (n {id: $id})-[r]->(m) WITH type(r) + ' ' + m.id AS link ORDER BY link RETURN collect(link)"
SCOPE = "MATCH (r:Reuse {id: $id}) RETURN r.scope"


async def test_the_same_folder_twice_changes_nothing_and_leaves_no_activity(graph: Graph, write: Write) -> None:
    first = await import_folder(graph, write(ORGANISATION))
    assert [(table.table, table.new) for table in first.tables] == [
        ("departments", 3), ("topics", 2), ("people", 2), ("memberships", 2), ("projects", 2), ("assignments", 1), ("lessons", 1), ("reuses", 1)
    ]  # fmt: skip
    before, lesson = await dump(graph), await graph.read(LESSON, {"id": "l1"})
    activities = await graph.read(ACTIVILINKS)
    assert activities == [f"{seq} IMPORT" for seq in range(1, len(activities) + 1)]  # one for each batch
    again = await import_folder(graph, write(ORGANISATION))
    assert [(table.loaded, table.unchanged) for table in again.tables] == [(0, table.new) for table in first.tables]
    assert await dump(graph) == before
    assert await graph.read(LESSON, {"id": "l1"}) == lesson  # recordedAt is unchanged, and revisedAt is not set
    assert await graph.read(ACTIVILINKS) == activities


async def test_a_changed_cell_changes_its_property_and_an_empty_one_clears(graph: Graph, write: Write) -> None:
    text = "id,title,context,learnedOn,phase\nl,Title,Story,2021-01-01,BEFORE\nm,Title,Story,2021-01-01,AFTER\n"
    await import_folder(graph, write(lessons=text))
    recorded = (await graph.read(LESSON, {"id": "l"}))["recordedAt"]
    report = await import_folder(graph, write(lessons=text.replace("l,Title,Story,2021-01-01,BEFORE", "l,Better,,2021-02-01,")))
    table = report.table("lessons")
    assert (table.new, table.changed, table.unchanged) == (0, 1, 1)
    lesson = await graph.read(LESSON, {"id": "l"})
    assert lesson.pop("revisedAt") is not None
    assert lesson.pop("titleStems") == "better"
    # publishedOn changes with learnedOn, because it was never set explicitly.
    assert lesson == {
        "id": "l", "title": "Better", "learnedOn": "2021-02-01", "publishedOn": "2021-02-01", "retiredOn": None, "status": "PUBLISHED", "language": "en",
        "recordedAt": recorded
    }  # fmt: skip
    assert await graph.read(ACTIVILINKS) == ["1 IMPORT", "2 IMPORT"]


async def test_an_absent_column_and_an_absent_row_change_nothing(graph: Graph, write: Write) -> None:
    await import_folder(graph, write(ORGANISATION))
    before = await dump(graph)
    report = await import_folder(graph, write(lessons="id,phase\nl1,\n", people="id\nann\n", reuses="id,note\nr1,\n"))
    assert [table.unchanged for table in report.tables] == [1, 1, 1]
    assert await dump(graph) == before
    report = await import_folder(graph, write(lessons="id,phase\nl9,\n"))
    assert [(refusal.field, refusal.rule) for refusal in report.refusals] == [("title", "a value is required")]


async def test_a_row_overwrites_later_changes_in_the_graph(graph: Graph, write: Write) -> None:
    await import_folder(graph, write(ORGANISATION))
    before = await dump(graph)
    await graph.command("MATCH (l:Lesson {id: 'l1'})-[r:ABOUT]->(:Topic {id: 'money'}) SET l.title = 'Another' DELETE r")
    assert (await import_folder(graph, write(ORGANISATION))).table("lessons").changed == 1
    assert await dump(graph) == before


@pytest.mark.thorough
async def test_a_list_is_replaced_and_an_empty_one_cleared(graph: Graph, write: Write) -> None:
    await import_folder(graph, write(ORGANISATION))
    await import_folder(graph, write(lessons="id,topics,learnedBy\nl1,money,bo|ann\n"))
    assert await graph.read(LINKS, {"id": "l1"}) == [
        "ABOUT money", "LEARNED_BY ann", "LEARNED_BY bo", "LEARNED_IN north", "LEARNED_IN south", "LEARNED_ON bridge"
    ]  # fmt: skip
    assert await graph.read(SCOPE, {"id": "r1"}) == "OWN"  # because Bo is also a learner of the lesson
    await import_folder(graph, write(lessons="id,topics,learnedBy,project\nl1,,,\n"))
    assert await graph.read(LINKS, {"id": "l1"}) == []
    assert await graph.read(SCOPE, {"id": "r1"}) == "UNATTRIBUTED"


@pytest.mark.thorough
async def test_imported_departments_apply_only_without_a_person(graph: Graph, write: Write) -> None:
    lessons = "id,title,learnedOn,learnedBy,learnedIn\na,A,2021-01-01,ann,south\nb,B,2021-01-01,,south|north\nc,C,2019-01-01,ann,south\n"
    reuses = "id,lesson,person,department,project,reusedOn\nr,a,ann,south,bridge,2021-01-01\ns,b,,south,bridge,2021-01-01\nt,c,,south,bridge,2021-01-01\n"
    await import_folder(graph, write(ORGANISATION, lessons=lessons, reuses=reuses))
    assert await graph.read(LINKS, {"id": "a"}) == ["LEARNED_BY ann", "LEARNED_IN north"]
    assert await graph.read(LINKS, {"id": "b"}) == ["LEARNED_IN north", "LEARNED_IN south"]
    assert await graph.read(LINKS, {"id": "c"}) == ["LEARNED_BY ann"]  # Ann had no department at that time
    assert [await graph.read(SCOPE, {"id": id_}) for id_ in "rst"] == ["OWN", "INTERNAL", "UNATTRIBUTED"]
    again = await import_folder(graph, write(ORGANISATION, lessons=lessons, reuses=reuses))
    assert sum(table.loaded for table in again.tables) == 0
    # When a person is added, the derived department replaces the imported one.
    await import_folder(graph, write(lessons="id,learnedBy\nb,bo\n", reuses="id,person\ns,ann\n"))
    assert await graph.read(LINKS, {"id": "b"}) == ["LEARNED_BY bo", "LEARNED_IN south"]
    assert "REUSED_IN north" in await graph.read(LINKS, {"id": "s"})
    assert await graph.read(SCOPE, {"id": "s"}) == "CROSS"


async def test_a_membership_changed_by_an_import_moves_lessons_and_reuses_outside_the_files(graph: Graph, write: Write) -> None:
    await import_folder(graph, write(ORGANISATION))
    assert await graph.read(SCOPE, {"id": "r1"}) == "CROSS"
    report = await import_folder(
        graph, write(memberships="person,department,from,to\nann,north,2020-01-01,2021-03-01\nann,south,2021-03-01,\n")
    )
    assert (report.table("memberships").new, report.table("memberships").changed) == (1, 1)
    assert "LEARNED_IN south" in await graph.read(LINKS, {"id": "l1"})
    assert "LEARNED_IN north" not in await graph.read(LINKS, {"id": "l1"})
    assert await graph.read(SCOPE, {"id": "r1"}) == "INTERNAL"


async def test_a_superseded_lesson_is_retired_regardless_of_its_row(graph: Graph, write: Write) -> None:
    head = "id,title,status,learnedOn,publishedOn,retiredOn,supersedes\n"
    rows = [
        "old,T,PUBLISHED,2020-01-01,,,",
        "explicit,T,RETIRED,2020-01-01,2020-02-01,2020-03-01,",
        "unknown,T,RETIRED,2020-01-01,,,",
        "late,T,,2023-01-01,,,old",
        "new,T,,2022-01-01,,,old|explicit|future",
        "future,T,,2024-01-01,,,",
        "draft,T,DRAFT,2024-01-01,,,",
    ]
    folder = write(lessons=head + "\n".join(rows))
    await import_folder(graph, folder)
    days = "MATCH (l:Lesson) WITH l ORDER BY l.id RETURN collect([l.id, l.status, toString(l.publishedOn), toString(l.retiredOn)])"
    assert await graph.read(days) == [
        ["draft", "DRAFT", None, None],
        ["explicit", "RETIRED", "2020-02-01", "2020-03-01"],
        ["future", "RETIRED", "2024-01-01", "2024-01-01"],  # superseded by an earlier lesson: the later of the two dates
        ["late", "PUBLISHED", "2023-01-01", None],
        ["new", "PUBLISHED", "2022-01-01", None],
        ["old", "RETIRED", "2020-01-01", "2022-01-01"],  # the earlier of the two superseding lessons
        ["unknown", "RETIRED", "2020-01-01", None],
    ]
    assert sum(table.loaded for table in (await import_folder(graph, folder)).tables) == 0
    # A row retires the stored lesson it supersedes, even if that lesson is not in the file.
    await import_folder(graph, write(lessons=head + "newest,T,,2025-01-01,,,late\n"))
    assert (await graph.read(LESSON, {"id": "late"}))["retiredOn"] == "2025-01-01"
    # An import without that column keeps it retired.
    await import_folder(graph, write(lessons="id,title,learnedOn\nlate,T,2023-01-01\n"))
    assert (await graph.read(LESSON, {"id": "late"}))["status"] == "RETIRED"


async def test_money_is_stored_in_minor_units_of_its_currency(graph: Graph, write: Write) -> None:
    head = "id,lesson,project,reusedOn,costAvoided,currency\n"
    rows = (
        "a,l1,tunnel,2022-01-01,1250.5,EUR\nb,l1,tunnel,2022-01-01,1250,JPY\nc,l1,tunnel,2022-01-01,1.234,KWD\nd,l1,tunnel,2022-01-01,,\n"
    )
    await import_folder(graph, write(ORGANISATION, reuses=head + rows))
    money = "MATCH (r:Reuse) WITH r ORDER BY r.id RETURN collect([r.costAvoided, r.currency])"
    assert await graph.read(money) == [[125_050, "EUR"], [1_250, "JPY"], [1_234, "KWD"], [None, None]]
    again = await import_folder(graph, write(reuses=head + rows))
    assert again.table("reuses").unchanged == 4
    await import_folder(graph, write(reuses="id,costAvoided\na,10.25\nb,\n"))
    assert await graph.read(money) == [[1_025, "EUR"], [None, None], [1_234, "KWD"], [None, None]]


@pytest.mark.thorough
async def test_rundowns_and_their_decisions_are_loaded(graph: Graph, write: Write) -> None:
    tables = {
        "rundowns": "id,project,phase,heldOn,note\ns,bridge,BEFORE,2021-05-01,\n",
        "considered": "rundown,lesson,decision,reason,decidedAt\ns,l1,APPLY,fits,2021-05-01T10:00:00+02:00\n",
    }
    await import_folder(graph, write(ORGANISATION | tables))
    assert await graph.read(LINKS, {"id": "s"}) == ["CONSIDERED l1", "FOR bridge"]
    assert await graph.read("MATCH ()-[c:CONSIDERED]->() RETURN toString(c.decidedAt)") == "2021-05-01T08:00:00Z"
    assert sum(table.loaded for table in (await import_folder(graph, write(tables))).tables) == 0
    changed = await import_folder(graph, write(considered="rundown,lesson,decision,reason,decidedAt\ns,l1,LATER,,\n"))
    assert changed.table("considered").changed == 1
    assert await graph.read("MATCH ()-[c:CONSIDERED]->() RETURN collect(c {.*})") == [{"decision": "LATER"}]


async def test_conversations_and_what_was_decided_by_whom_are_loaded(graph: Graph, write: Write) -> None:
    tables = {
        "rundowns": "id,project,phase,heldOn,note\ns,bridge,BEFORE,2021-05-01,\n",
        "considered": "rundown,lesson,decision,reason,decidedAt,decidedBy\ns,l1,APPLY,fits,2021-05-01T10:00:00Z,ann\n",
        "conversations": "id,project,with,heldBy,heldOn,note\nc,bridge,ann,bo,2021-05-02,Cranes\nd,bridge,ann,ann,2021-05-02,\n",
        "reuses": "id,rundown\nr1,s\n",
    }
    report = await import_folder(graph, write(ORGANISATION | {name: text for name, text in tables.items() if name != "reuses"}))
    await import_folder(graph, write(reuses=tables["reuses"]))
    assert [(refusal.field, refusal.value, refusal.rule) for refusal in report.refusals] == [
        ("with", "ann", "with must be someone other than heldBy")
    ]
    assert await graph.read(LINKS, {"id": "c"}) == ["HELD_BY bo", "HELD_FOR bridge", "HELD_WITH ann"]
    assert "DECIDED_IN s" in await graph.read(LINKS, {"id": "r1"})
    assert await graph.read("MATCH ()-[c:CONSIDERED]->() RETURN c.decidedBy") == "ann"


@pytest.mark.parametrize("table", ["people", "projects"])
async def test_default_values_are_not_changes(graph: Graph, write: Write, table: str) -> None:
    texts = {"people": "id,name\np,P\n", "projects": "id,name,status\nj,J,RUNNING\n"}
    await import_folder(graph, write({table: texts[table]}))
    assert (await import_folder(graph, write({table: texts[table]}))).table(table).unchanged == 1


async def test_a_row_replaces_relationships_that_exist_twice(graph: Graph, write: Write) -> None:
    folder = write(ORGANISATION)
    await import_folder(graph, folder)
    once = await dump(graph)
    await graph.command("MATCH (a)-[r:MEMBER_OF|LEARNED_BY|ABOUT|OWNS]->(b) CREATE (a)-[other:$(type(r))]->(b) SET other = properties(r)")
    assert await dump(graph) != once
    report = await import_folder(graph, folder)
    assert await dump(graph) == once
    assert (report.table("memberships").changed, report.table("lessons").changed) == (2, 1)
