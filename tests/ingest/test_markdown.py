"""Retrospectives and post-mortems in Markdown become draft lessons."""

import io
import zipfile

from graph_service.graph import Graph
from graph_service.ingest import import_files
from graph_service.ingest.conversion import Choices, prepare
from graph_service.ingest.input_files import InputFiles, read_upload
from graph_service.name_values import parse_pairs

FRONT_MATTER = """---
title: Broker restart stops the queue
date: 2023-05-09
authors: [Nina West, Omar Tran]
project: Ordering
tags: [queues, alarms]
severity: high
---
<!-- Say in two sentences what happened. -->
The queue stood still for an hour.

## What went well
Support noticed at once.

## What did not go well
- Alarms watched the broker,
- not the age of the oldest message.

## Lessons Learned
Watch the age of messages.

## Cost of the outage
About 4,000 orders.

## Action items
| Item | Owner | Due |
|---|---|---|
| Alarm on message age | OT | 2023-05-20 |
| Runbook | | - |
"""
RETRO = """# Retro of OPS-12

Date: 9 May 2023
Facilitator: Nina West

**What went well**

- Deployments took minutes

**What went wrong**

Nobody owned the date.
"""
SEVERAL = """# Lessons 2023

## Order steel early
Date: 2023-02-01

### What happened
The mill had no slot.

### Recommendation
Ask in January.

## Test the pump
**Date:** 2023-03-01

### What happened
Same problem as OPS-12: it leaked.
"""
BULLETS = (
    "# Lessons learned of the quay\n\n- 2021-06-30: Order steel early\n- 2021-07-04: Ask the mill first.\n  It has no slots in spring.\n"
)
QUERY = """
MATCH (l:Lesson) WITH l ORDER BY l.title
RETURN collect(l {.id, .title, .status, .context, .wentWell, .wentWrong, .recommendation, .extra, on: toString(l.learnedOn),
  by: COLLECT { MATCH (l)-[:LEARNED_BY]->(p) RETURN p.name ORDER BY p.name }, topics: COLLECT { MATCH (l)-[:ABOUT]->(t) RETURN t.id ORDER BY t.id },
  project: head([(l)-[:LEARNED_ON]->(p) | p.name]), same: [(l)-[:RECURRENCE_OF]->(o) | o.id]})
"""
CREATE = Choices(accept=True, create=frozenset({"people", "topics", "projects"}))


async def load(graph: Graph, *files: tuple[str, str | bytes]) -> tuple[InputFiles, list[dict[str, object]], list[str]]:
    input_files = read_upload([(name, text if isinstance(text, bytes) else text.encode()) for name, text in files])
    prepared = await prepare(graph, input_files.exact, input_files.proposals, CREATE)
    report = prepared.locate(await import_files(graph, prepared.files, unknown=prepared.rules))
    return (
        input_files,
        await graph.read(QUERY),
        [f"{refusal.file}, line {refusal.line}: {refusal.field} {refusal.value}" for refusal in report.refusals],
    )


async def test_front_matter_and_sections_become_a_draft(graph: Graph) -> None:
    _, (lesson,), refused = await load(graph, ("2023-05-09 broker.md", FRONT_MATTER))
    assert refused == []
    extra = dict(parse_pairs(str(lesson.pop("extra"))))
    assert lesson.pop("id")
    assert lesson == {
        "title": "Broker restart stops the queue",
        "status": "DRAFT",
        "on": "2023-05-09",
        "by": ["Nina West", "Omar Tran"],
        "project": "Ordering",
        "topics": ["alarms", "queues"],
        "context": "The queue stood still for an hour.",
        "wentWell": "Support noticed at once.",
        "wentWrong": "- Alarms watched the broker,\n- not the age of the oldest message.",
        "recommendation": "Watch the age of messages.",
        "same": [],
    }
    assert extra["severity"] == "high"
    assert extra["Cost of the outage"] == "About 4,000 orders."
    assert extra["Actions agreed"] == "- Alarm on message age; Owner: OT; Due: 2023-05-20\n- Runbook"
    assert extra["File"] == "2023-05-09 broker.md"


async def test_documents_of_several_files_are_one_table_and_link_to_each_other(graph: Graph) -> None:
    input_files, lessons, refused = await load(
        graph, ("retro.md", RETRO), ("several.md", SEVERAL), ("README.md", "# About this folder\n\nNothing here.\n")
    )
    assert [proposal.table.file for proposal in input_files.proposals] == ["2 Markdown files"]
    assert any(notice.file == "README.md" and "contains no retrospective" in notice.text for notice in input_files.notices)
    assert refused == ["several.md, line 3: Recurrence of OPS-12"]  # only the link: it is earlier than what it would repeat
    assert [(lesson["title"], lesson["on"], lesson["status"], lesson["same"]) for lesson in lessons] == [
        ("Order steel early", "2023-02-01", "DRAFT", []),
        ("Retro of OPS-12", "2023-05-09", "DRAFT", []),
        ("Test the pump", "2023-03-01", "DRAFT", []),
    ]
    retro = lessons[1]
    assert (retro["id"], retro["by"], retro["wentWell"], retro["wentWrong"]) == (
        "OPS-12", ["Nina West"], "- Deployments took minutes", "Nobody owned the date.",
    )  # fmt: skip
    assert (lessons[0]["context"], lessons[0]["recommendation"]) == ("The mill had no slot.", "Ask in January.")
    _, again, _ = await load(graph, ("retro.md", RETRO), ("several.md", SEVERAL))
    assert again == lessons


async def test_list_of_lessons_and_register_in_a_table(graph: Graph) -> None:
    _, lessons, _ = await load(graph, ("quay.md", BULLETS))
    assert [(lesson["title"], lesson["on"]) for lesson in lessons] == [
        ("Ask the mill first.", "2021-07-04"),
        ("Order steel early", "2021-06-30"),
    ]
    table = "# Register\n\n| Lesson Title | Date Raised |\n|---|---|\n| Check the crane | 2021-06-30 |\n| Check the rope | 2021-07-30 |\n"
    _, lessons, _ = await load(graph, ("register.md", table))
    assert [lesson["title"] for lesson in lessons if "Check" in str(lesson["title"])] == ["Check the crane", "Check the rope"]


async def test_faulty_documents_are_named_with_their_file(graph: Graph) -> None:
    _, lessons, refused = await load(
        graph,
        ("good.md", RETRO),
        ("year.md", "---\ntitle: Queue\ndate: 20203-09-16\n---\n## Lessons Learned\n-\n"),
        ("yaml.md", "---\ntitle: [open\n---\n## Lessons learned\nWatch it.\n"),
        ("bomb.md", "---\na: &a [x, x]\nb: [*a, *a]\ntitle: Bomb\n---\n## Lessons learned\nNo.\n"),
    )
    assert len(lessons) == 1
    assert refused == ["year.md, line 2: Date 20203-09-16", "yaml.md, line 2: Date ", "bomb.md, line 2: Date "]


async def test_archive_is_read_like_a_folder_and_bounded(graph: Graph) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("retros/retro.md", RETRO)
        archive.writestr("retros/several.md", SEVERAL)
        archive.writestr("retros/photo.png", b"\x89PNG")
        archive.writestr("__MACOSX/._retro.md", b"x")
    input_files, lessons, _ = await load(graph, ("retros.zip", content.getvalue()))
    assert len(lessons) == 3
    assert [notice.place for notice in input_files.notices if "photo.png" in notice.place] == ["retros.zip, retros/photo.png"]


def test_archive_with_too_many_files_is_refused() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for number in range(2_001):
            archive.writestr(f"{number}.md", "x")
    input_files = read_upload([("many.zip", content.getvalue())])
    assert "contains more than 2,000 files or 300 MB" in input_files.notices[0].text
