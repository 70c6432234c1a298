"""The tasks of an inbox: findings that somebody asked the person to look at."""

from typing import LiteralString

from graph_service.domain.inbox.waiting_item import MAX_ITEMS_PER_KIND, InboxOwner, WaitingItem
from graph_service.graph import Graph
from graph_service.model.enums import InboxKind

OPEN_TASKS_QUERY: LiteralString = """
MATCH (:Person {id: $person})<-[:ASKED_OF]-(task)
WHERE task.doneOn IS NULL
WITH task ORDER BY task.askedOn, task.id LIMIT $most
RETURN collect({
  task: task.id,
  title: task.title,
  since: toString(task.askedOn),
  note: task.note,
  by: head([(task)-[:ASKED_BY]->(asker) | asker.shownName])
}) AS tasks
"""


async def read_tasks(graph: Graph, owner: InboxOwner) -> list[WaitingItem]:
    """The open tasks of the person, the oldest first."""
    rows = await graph.read(OPEN_TASKS_QUERY, {"person": owner.person, "most": MAX_ITEMS_PER_KIND})
    return [
        WaitingItem(
            InboxKind.TASK,
            row["since"],
            f"{row['by'] or 'Somebody'} asked you to look at this: {row['title']}",
            row["note"],
            task=row["task"],
        )
        for row in rows
    ]
