"""The root fields `inbox` and `inboxCount`: what waits for a person."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Final

import strawberry
from strawberry import ID

from graph_service.access import Role
from graph_service.analysis.facts.node_ids import LessonId, PersonId, ProjectId, ReuseId, RundownId, TaskId
from graph_service.analysis.measures.missed_reuse import MissedReuse
from graph_service.analysis.measures.registry import MEASURES
from graph_service.analysis.organisation.view import as_of
from graph_service.api.context import Context, Info
from graph_service.api.inbox.paths import path_of
from graph_service.api.network.evaluation import evaluate
from graph_service.api.network.result_types import graphql_type
from graph_service.api.nodes.enums import InboxKind, Phase
from graph_service.api.nodes.lessons import Lesson
from graph_service.compiler.execution.resolvers import readable_ids
from graph_service.domain.inbox.inbox import read_inbox
from graph_service.domain.inbox.lessons import choose_repeats
from graph_service.domain.inbox.waiting_item import InboxOwner, WaitingItem
from graph_service.errors import Forbidden
from graph_service.mapping.scalars import Date
from graph_service.page_size import MAXIMUM_PAGE_SIZE, check_page_size, or_default

DEFAULT_FIRST: Final = 20
MAX_FIRST: Final = 100
COST_IN_ROWS: Final = 2_000
COUNTED: Final = frozenset(InboxKind) - {InboxKind.REPEAT}


@dataclass(frozen=True, slots=True)
class InboxItem:
    """Something that waits for a person."""

    key: ID
    """Identifies it in the inbox."""
    kind: InboxKind
    """What is to be done."""
    since: Date
    """The day from which it has waited."""
    age_in_days: int
    """The number of days it has waited."""
    sentence: str
    """What is waiting, as a sentence."""
    note: str | None
    """The question of a returned lesson, the note of a reuse or a task, the reason for a postponement, or what a gate counts."""
    path: str
    """The path of the page of the dashboard that shows it."""
    lesson: LessonId | None
    """The lesson that it is about; of a REPEAT the later one."""
    earlier: LessonId | None
    """The earlier lesson of a REPEAT."""
    reuse: ReuseId | None
    """The reuse to judge or to confirm."""
    project: ProjectId | None
    """The project: of a reuse, of a postponed lesson, or of a gate."""
    phase: Phase | None
    """The phase of a gate, or the one to which a lesson was postponed."""
    rundown: RundownId | None
    """The latest rundown of that phase, in which the project can decide on a postponed lesson; absent if it has not held one."""
    task: TaskId | None
    """The task: a finding to look at."""


@dataclass(frozen=True, slots=True)
class InboxSection:
    """The items of one kind."""

    kind: InboxKind
    """The kind."""
    total_count: int
    """The number of items, up to 500."""
    items: tuple[InboxItem, ...]
    """The items, the one that has waited longest first; at most `first`."""


@dataclass(frozen=True, slots=True)
class Inbox:
    """What waits for a person."""

    person: PersonId | None
    """The person, if the service knows who it is."""
    total_count: int
    """The number of items of all requested kinds."""
    sections: tuple[InboxSection, ...]
    """One section for each requested kind, in the order of the kinds."""


PERSON = Annotated[
    ID | None, strawberry.argument(description="The ID of the person; the caller's own by default. Only curators may name somebody else.")
]


@strawberry.type
class InboxQuery:
    @strawberry.field(
        graphql_type=graphql_type(Inbox),
        description="What waits for a person to be done: drafts, questions, reviews, reuses to judge or confirm, possible repeated problems, "
        "postponed lessons, gates and findings to look at. A curator's own inbox includes the reviews that wait for any curator. Lessons that the caller may not read "
        "are left out. Empty for readers, who cannot change anything.",
    )
    async def inbox(
        self,
        info: Info,
        person: PERSON = None,
        kinds: Annotated[list[InboxKind] | None, strawberry.argument(description="Only these kinds. All by default.")] = None,
        first: Annotated[
            int | None, strawberry.argument(description=f"The maximum number of items of each kind, up to {MAX_FIRST}.")
        ] = DEFAULT_FIRST,
    ) -> Any:
        context = info.context
        size = check_page_size(or_default(first, DEFAULT_FIRST), maximum=MAX_FIRST)
        chosen = [kind for kind in InboxKind if kinds is None or kind in kinds]
        context.charge(COST_IN_ROWS + 20 * size, "inbox")
        owner = _owner(context, person)
        items = await _read_waiting(context, owner, chosen)
        sections = tuple(_section(context, kind, [item for item in items if item.kind is kind], size) for kind in chosen)
        return Inbox(None if owner.person is None else PersonId(owner.person), len(items), sections)

    @strawberry.field(
        description="How many items wait in an inbox, without possible repeated problems, which take longer to find.",
    )
    async def inbox_count(self, info: Info, person: PERSON = None) -> int:
        context = info.context
        context.charge(COST_IN_ROWS, "inboxCount")
        owner = _owner(context, person)

        async def count() -> int:
            return len(await _read_waiting(context, owner, COUNTED))

        return await context.resources.inbox_counts.recall(context.graph, (owner, context.caller), count)


def _owner(context: Context, person: str | None) -> InboxOwner:
    """Whose inbox it is. Without login everybody is an administrator, so the inbox of any person is also theirs."""
    caller = context.caller
    is_curator, is_own = caller.role >= Role.CURATOR, person is None or person == caller.person or not caller.verified
    if not is_own and not is_curator:
        raise Forbidden("Only curators see what waits for somebody else.", field="person")
    return InboxOwner(
        person if person is not None else caller.person,
        context.today,
        subject=caller.subject if is_own and caller.verified else None,
        curates=is_own and is_curator,
        named=caller.role >= Role.ADMINISTRATOR,
    )


async def _read_waiting(context: Context, owner: InboxOwner, kinds: Collection[InboxKind]) -> list[WaitingItem]:
    """The items that the caller may read, the oldest of each kind first."""
    if context.caller.role < Role.CONTRIBUTOR:
        return []
    items = await read_inbox(context.graph, owner, context.resources.gates, kinds)
    if InboxKind.REPEAT in kinds and owner.person is not None:
        items += await choose_repeats(context.graph, owner, await _suggested_pairs(context))
    lessons = {lesson for item in items for lesson in item.lessons}
    readable = await readable_ids(context, Lesson, sorted(lessons))
    return [item for item in items if readable.issuperset(item.lessons)]


async def _suggested_pairs(context: Context) -> list[tuple[str, str]]:
    arguments = {"suggested": True, "first": MAXIMUM_PAGE_SIZE}
    found: tuple[MissedReuse, ...] = await evaluate(context, as_of(date.fromisoformat(context.today)), MEASURES["missed_reuse"], arguments)
    return [(pair.later, pair.earlier) for pair in found]


def _section(context: Context, kind: InboxKind, items: list[WaitingItem], size: int) -> InboxSection:
    today = date.fromisoformat(context.today)
    return InboxSection(kind, len(items), tuple(_item(item, today) for item in items[:size]))


def _item(item: WaitingItem, today: date) -> InboxItem:
    return InboxItem(
        key=ID(item.key),
        kind=item.kind,
        since=Date(item.since),
        age_in_days=max((today - date.fromisoformat(item.since)).days, 0),
        sentence=item.sentence,
        note=item.note,
        path=path_of(item),
        lesson=None if item.lesson is None else LessonId(item.lesson),
        earlier=None if item.earlier is None else LessonId(item.earlier),
        reuse=None if item.reuse is None else ReuseId(item.reuse),
        project=None if item.project is None else ProjectId(item.project),
        phase=item.phase,
        rundown=None if item.rundown is None else RundownId(item.rundown),
        task=None if item.task is None else TaskId(item.task),
    )
