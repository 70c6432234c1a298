"""Whatever the PMO may do next: verbs drawn by chance, on nodes that are there or new ones, allowed or not."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from graph_service.callers import LOCAL_CALLER
from graph_service.domain.capture.lesson import CaptureLesson, capture_lesson
from graph_service.domain.capture.meeting import CaptureMeeting, capture_meeting
from graph_service.domain.curation.merging import MergeLessons, merge_lessons
from graph_service.domain.curation.returns import ReturnLesson, return_lesson
from graph_service.domain.curation.stewards import AppointSteward, EndStewardship, appoint_steward, end_stewardship
from graph_service.domain.curation.submission import AnswerReturn, SubmitLesson, answer_return, submit_lesson
from graph_service.domain.lessons.publish import CorrectPublication, PublishLesson, correct_publication, publish_lesson
from graph_service.domain.lessons.record import RecordLesson, record_lesson
from graph_service.domain.lessons.recurrences import DismissRecurrence, LinkRecurrence, dismiss_recurrence, link_recurrence
from graph_service.domain.lessons.restore_version import RestoreLessonVersion, restore_lesson_version
from graph_service.domain.lessons.restrictions import LiftRestriction, RestrictLesson, lift_restriction, restrict_lesson
from graph_service.domain.lessons.retire import RetireLesson, retire_lesson
from graph_service.domain.lessons.revise import ReviseLesson, revise_lesson
from graph_service.domain.lessons.supersession import SupersedeLesson, supersede_lesson
from graph_service.domain.organisation.departments import (
    CloseDepartment,
    CreateDepartment,
    MoveDepartment,
    UpdateDepartment,
    close_department,
    create_department,
    move_department,
    update_department,
)
from graph_service.domain.organisation.memberships import CorrectMembership, MoveMember, correct_membership, move_member
from graph_service.domain.organisation.people import AddPerson, UpdatePerson, add_person, update_person
from graph_service.domain.project_assignments import Assign, Unassign, assign, unassign
from graph_service.domain.projects import CloseProject, StartProject, UpdateProject, close_project, start_project, update_project
from graph_service.domain.reuses import (
    ConfirmReuse,
    JudgeReuse,
    RecordReuse,
    WithdrawReuse,
    confirm_reuse,
    judge_reuse,
    record_reuse,
    withdraw_reuse,
)
from graph_service.domain.rundowns.conversations import RecordConversation, record_conversation
from graph_service.domain.rundowns.decisions import DecideLesson, decide_lesson
from graph_service.domain.rundowns.rundowns import HoldRundown, hold_rundown
from graph_service.domain.tasks import CloseTask, CreateTask, ReopenTask, close_task, create_task, reopen_task
from graph_service.domain.topics import CreateTopic, UpdateTopic, create_topic, update_topic
from graph_service.domain.undo.command import Undo, undo
from graph_service.errors import GraphServiceError
from graph_service.graph import Graph
from graph_service.model.enums import Decision, Finding

FIRST, DAYS = date(2025, 1, 1), 300
OFTEN = (
    "recordLesson",
    "recordReuse",
    "moveMember",
    "correctMembership",
    "reviseLesson",
    "restoreLessonVersion",
    "addPerson",
    "linkRecurrence",
    "dismissRecurrence",
    "decideLesson",
)


class RandomVerbs:
    """Draws verbs and carries them out, keeping the ids there are. `done` counts those that were not refused.

    changes: the sequence numbers of the changes that were not undone, each with the noun and id that it added, if any. removed: whether
    something that was added has been removed again.
    """

    def __init__(self, graph: Graph, seed: int) -> None:
        self.graph, self.random, self.done = graph, Random(seed), Counter[str]()
        self.changes: dict[int, tuple[str, str] | None] = {}
        self.revised: list[tuple[str, int]] = [("none", 1)]  # lessons, and the numbers of their versions
        self.removed = False
        self.latest: dict[str, Any] = {}  # by action: the command that was accepted last
        self.ids: dict[str, list[str]] = {
            noun: [] for noun in ("department", "person", "project", "topic", "lesson", "reuse", "rundown", "conversation", "task")
        }

    async def found_company(self) -> None:
        """A few of everything."""
        for verb in ["createDepartment", "createTopic", "addPerson", "startProject", "recordLesson", "recordReuse"]:
            for _ in range(4):
                await self.act(verb)

    async def act(self, action: str | None = None) -> None:
        """Carries out one verb, which may be refused."""
        action = action or self.random.choice([*self.verbs, *OFTEN])
        verb, command, noun = self.verbs[action]()
        try:
            now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=self.random.randrange(30))
            written = await verb(self.graph, command, now=now, caller=LOCAL_CALLER)
        except GraphServiceError:
            return
        self.done[action] += 1
        self.latest[action] = command
        if action == "reviseLesson":
            self.revised.append((command.lesson, written.seq))
        if isinstance(command, Undo):
            self._forget(self.changes.pop(command.activity))
            return
        self.changes[written.seq] = None if noun is None else (noun, written.id)
        if noun is not None:
            self.ids[noun].append(written.id)

    def of_latest(self, action: str, *fields: str) -> dict[str, Any]:
        """These fields of the latest command of an action, mostly, so that what it did is ended now and then; empty if there is none."""
        latest = self.latest.get(action) if self.random.random() < 0.8 else None
        return {field: getattr(latest, field) for field in fields} if latest is not None else {}

    def _forget(self, added: tuple[str, str] | None) -> None:
        if added is not None:
            self.ids[added[0]].remove(added[1])
            self.removed = True

    @property
    def verbs(self) -> dict[str, Any]:
        """Action -> what makes the verb, a command for it, and the noun that it adds to."""
        r, one, some, day, maybe = self.random, self.one, self.some, self.day, self.maybe
        new = lambda: f"{r.getrandbits(24):06x}"  # noqa: E731 - so that what is new comes anywhere in the order of ids
        early = lambda: r.choice(self.ids["lesson"][:4] or ["none"])  # noqa: E731 - so that the same come up again
        return {
            "createDepartment": lambda: (
                create_department,
                CreateDepartment(id=new(), name="D", part_of=maybe("department")),
                "department",
            ),
            "updateDepartment": lambda: (update_department, UpdateDepartment(department=one("department"), heads=[one("person")]), None),
            "moveDepartment": lambda: (
                move_department,
                MoveDepartment(department=one("department"), part_of=maybe("department"), on=day()),
                None,
            ),
            "closeDepartment": lambda: (
                close_department,
                CloseDepartment(department=one("department"), on=r.choice([None, "2025-12-01"])),
                None,
            ),
            "createTopic": lambda: (create_topic, CreateTopic(id=new(), name="T", broader=some("topic", 2)), "topic"),
            "appointSteward": lambda: (
                appoint_steward,
                AppointSteward(topic=one("topic"), person=one("person"), from_=r.choice([None, day()])),
                None,
            ),
            "endStewardship": lambda: (
                end_stewardship,
                EndStewardship(
                    **(self.of_latest("appointSteward", "topic", "person") or {"topic": one("topic"), "person": one("person")}),
                    on=r.choice([None, "2025-12-20"]),
                ),
                None,
            ),
            "updateTopic": lambda: (update_topic, UpdateTopic(topic=one("topic"), broader=some("topic", 2)), None),
            "addPerson": lambda: (add_person, AddPerson(id=new(), name="P", department=maybe("department"), from_=day()), "person"),
            "updatePerson": lambda: (
                update_person,
                UpdatePerson(person=one("person"), active=r.random() < 0.5, discoverable=r.random() < 0.5),
                None,
            ),
            "moveMember": lambda: (move_member, MoveMember(person=one("person"), department=maybe("department"), on=day()), None),
            "correctMembership": lambda: (
                correct_membership,
                CorrectMembership(person=one("person"), department=maybe("department"), from_=day(), to=None),
                None,
            ),
            "startProject": lambda: (
                start_project,
                StartProject(id=new(), name=r.choice(["J", "Not there"]), started_on=day(), topics=some("topic", 2)),
                "project",
            ),
            "updateProject": lambda: (
                update_project,
                UpdateProject(project=one("project"), status="PLANNED", started_on=day(), topics=some("topic", 3)),
                None,
            ),
            "closeProject": lambda: (
                close_project,
                CloseProject(project=one("project"), on="2025-12-20", status=r.choice(["CLOSED", "CANCELLED"])),
                None,
            ),
            "assign": lambda: (assign, Assign(**self.pair(), from_=r.choice([None, day()])), None),
            "unassign": lambda: (
                unassign,
                Unassign(**(self.of_latest("assign", "person", "project") or self.pair()), on=r.choice([None, "2025-12-20"])),
                None,
            ),
            "recordLesson": lambda: (
                record_lesson,
                RecordLesson(
                    id=new(),
                    title="L",
                    learned_on=r.choice(["2025-02-01", "2025-02-01", day()]),
                    learners=some("person", 3) or [one("person")],
                    project=one("project"),
                    topics=some("topic", 3),
                    went_well=r.choice([None, "x"]),
                    phase=r.choice([None, "BEFORE", "AFTER"]),
                    status=r.choice(["DRAFT", "PUBLISHED", "PUBLISHED"]),
                    confirm=True,
                ),
                "lesson",
            ),
            "captureLesson": lambda: (
                capture_lesson,
                CaptureLesson(
                    text=f"C{new()}",
                    project=r.choice([None, one("project"), "Not there", f"J{new()}"]),
                    learner=one("person"),
                    create_project=r.random() < 0.3,
                ),
                "lesson",
            ),
            "captureMeeting": lambda: (
                capture_meeting,
                CaptureMeeting(
                    notes=f"- M{new()}\n- M{new()}",
                    project=r.choice([None, one("project"), "Not there", f"J{new()}"]),
                    learners=[one("person"), "Zoe"],
                    create_project=r.random() < 0.3,
                ),
                "lesson",
            ),
            "reviseLesson": lambda: (
                revise_lesson,
                ReviseLesson(lesson=one("lesson"), went_wrong=r.choice([None, "y"]), learners=some("person", 3) or [one("person")]),
                None,
            ),
            "restoreLessonVersion": lambda: (
                restore_lesson_version,
                (lambda at: RestoreLessonVersion(lesson=at[0], version=at[1], confirm=True))(r.choice(self.revised[-3:])),
                None,
            ),
            "publishLesson": lambda: (publish_lesson, PublishLesson(lesson=one("lesson")), None),
            "submitLesson": lambda: (submit_lesson, SubmitLesson(lesson=one("lesson"), by=maybe("person")), None),
            "returnLesson": lambda: (
                return_lesson,
                ReturnLesson(**(self.of_latest("submitLesson", "lesson") or {"lesson": one("lesson")}), question="Why?", by=one("person")),
                None,
            ),
            "answerReturn": lambda: (
                answer_return,
                AnswerReturn(
                    **(self.of_latest("returnLesson", "lesson") or {"lesson": one("lesson")}),
                    answer="So.",
                    by=maybe("person"),
                    topics=some("topic", 2),
                ),
                None,
            ),
            "mergeLessons": lambda: (merge_lessons, MergeLessons(lesson=one("lesson"), merged=one("lesson"), by=maybe("person")), None),
            "correctPublication": lambda: (correct_publication, CorrectPublication(lesson=one("lesson"), published_on=day()), None),
            "retireLesson": lambda: (retire_lesson, RetireLesson(lesson=one("lesson")), None),
            "restrictLesson": lambda: (
                restrict_lesson,
                RestrictLesson(lesson=one("lesson"), people=some("person", 2), departments=some("department", 2)),
                None,
            ),
            "liftRestriction": lambda: (lift_restriction, LiftRestriction(lesson=one("lesson")), None),
            "supersedeLesson": lambda: (supersede_lesson, SupersedeLesson(lesson=one("lesson"), supersedes=one("lesson")), None),
            "linkRecurrence": lambda: (
                link_recurrence,
                LinkRecurrence(lesson=early(), recurrence_of=early(), although_dismissed=True),
                None,
            ),
            "dismissRecurrence": lambda: (dismiss_recurrence, DismissRecurrence(lesson=early(), recurrence_of=early()), None),
            "recordReuse": lambda: (
                record_reuse,
                RecordReuse(
                    id=new(),
                    lesson=one("lesson"),
                    person=one("person"),
                    project=one("project"),
                    reused_on=day(late=True),
                    hours_saved=r.choice([None, 2.5]),
                    confirm=True,
                    **r.choice([{}, {}, {"cost_avoided": "12.50", "currency": "EUR"}, {"cost_avoided": "7", "currency": "CHF"}]),
                ),
                "reuse",
            ),
            "judgeReuse": lambda: (
                judge_reuse,
                JudgeReuse(reuse=one("reuse"), by=one("person"), outcome=r.choice(["HELPED", "BACKFIRED"])),
                None,
            ),
            "confirmReuse": lambda: (confirm_reuse, ConfirmReuse(reuse=one("reuse"), by=one("person")), None),
            "withdrawReuse": lambda: (withdraw_reuse, WithdrawReuse(reuse=one("reuse")), None),
            "holdRundown": lambda: (
                hold_rundown,
                HoldRundown(
                    id=new(), project=self.pair()["project"], phase=r.choice(["BEFORE", "DURING", "AFTER"]), held_on=day(), confirm=True
                ),
                "rundown",
            ),
            "decideLesson": lambda: (
                decide_lesson,
                DecideLesson(
                    rundown=one("rundown"),
                    lesson=one("lesson"),
                    decision=r.choice([*Decision]),
                    reason=f"reason {new()}",
                    person=one("person"),
                ),
                None,
            ),
            "recordConversation": lambda: (
                record_conversation,
                RecordConversation(
                    id=new(), project=one("project"), with_=one("person"), person=one("person"), held_on=day(), confirm=True
                ),
                "conversation",
            ),
            "createTask": lambda: (
                create_task,
                CreateTask(id=new(), person=one("person"), finding=r.choice([*Finding]), title=new()),
                "task",
            ),
            "closeTask": lambda: (close_task, CloseTask(task=one("task")), None),
            "reopenTask": lambda: (reopen_task, ReopenTask(task=one("task")), None),
            "undo": lambda: (undo, Undo(activity=r.choice([*self.changes][-3:])), None),
        }

    def one(self, noun: str) -> str:
        """The id of one there is, the latest more often; or of none."""
        return self.random.choice([*self.ids[noun], *self.ids[noun][-3:], "nobody"])

    def pair(self) -> dict[str, str]:
        """One of the first people and of the first projects, so that the same come up again."""
        return {noun: self.random.choice(self.ids[noun][:3]) for noun in ("person", "project")}

    def some(self, noun: str, most: int) -> list[str]:
        """Up to so many different ones."""
        return self.random.sample(self.ids[noun], self.random.randint(0, min(most, len(self.ids[noun]))))

    def maybe(self, noun: str) -> str | None:
        """One of them, or None."""
        return self.random.choice([None, *self.ids[noun]])

    def day(self, *, late: bool = False) -> str:
        """A day of that year; a late one is after most of the others."""
        return (FIRST + timedelta(days=self.random.randrange(DAYS) + (60 if late else 0))).isoformat()
