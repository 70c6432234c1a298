"""Whether a project is ready to continue: evaluates the checks of a phase's gate on the graph. Nothing is stored."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, LiteralString

from graph_service.domain.existence import not_found
from graph_service.domain.rundowns.gates import Gates
from graph_service.graph import Graph
from graph_service.model.enums import GateCheck, Phase
from graph_service.model.labels import Label

MAX_EVIDENCE: Final = 100  # nodes of each check
MAX_MEETINGS: Final = 1_000  # rundowns and conversations of a project that are read

# A person did something like a project if they worked on another project about one of its topics, or learned a lesson about one; or about
# a broader or narrower topic. A project without topics can be compared with nothing: then this is not required.
READINESS_QUERY: LiteralString = """
UNWIND $gates AS gate
MATCH (project:Project {id: gate.project})
WITH gate, project,
  COLLECT {
    MATCH (project)-[:CONCERNS]->()-[:BROADER]->{0,8}(topic) RETURN DISTINCT topic
    UNION
    MATCH (project)-[:CONCERNS]->()<-[:BROADER]-{0,8}(topic) RETURN DISTINCT topic
  } AS topics
WITH gate, {
  hasTopics: size(topics) > 0,
  endedOn: toString(project.endedOn),
  rundowns: COLLECT {
    MATCH (project)<-[:FOR]-(rundown)
    WHERE rundown.phase = gate.phase
    RETURN {id: rundown.id, heldOn: toString(rundown.heldOn)} ORDER BY rundown.heldOn, rundown.id LIMIT $most
  },
  conversations: COLLECT {
    MATCH (project)<-[:HELD_FOR]-(conversation)-[:HELD_WITH]->(person)
    WITH conversation, person ORDER BY conversation.heldOn, conversation.id LIMIT $most
    RETURN {
      id: conversation.id,
      person: person.id,
      theirs: [(person)-[membership:MEMBER_OF]->(department)
        WHERE membership.from <= conversation.heldOn AND (membership.to IS NULL OR conversation.heldOn < membership.to) | department.id],
      ours: [(conversation)-[:HELD_BY]->()-[membership:MEMBER_OF]->(department)
        WHERE membership.from <= conversation.heldOn AND (membership.to IS NULL OR conversation.heldOn < membership.to) | department.id],
      similar: EXISTS {
        MATCH (person)-[:WORKED_ON]->(other)-[:CONCERNS]->(topic) WHERE other <> project AND topic IN topics
      } OR EXISTS {
        MATCH (person)<-[:LEARNED_BY]-()-[:ABOUT]->(topic) WHERE topic IN topics
      }
    }
  },
  lessons: COLLECT {
    MATCH (project)<-[:LEARNED_ON]-(lesson)
    WHERE lesson.status <> 'RETIRED' AND (project.endedOn IS NULL OR date(lesson.recordedAt) <= project.endedOn)
    RETURN lesson.id ORDER BY lesson.learnedOn, lesson.id
  },
  late: COUNT { (project)<-[:LEARNED_ON]-(lesson) WHERE lesson.status <> 'RETIRED' AND date(lesson.recordedAt) > project.endedOn },
  retired: COUNT { (project)<-[:LEARNED_ON]-(lesson) WHERE lesson.status = 'RETIRED' }
} AS found
RETURN collect([gate.project, gate.phase, found]) AS found
"""


@dataclass(frozen=True, slots=True)
class CheckAnswer:
    """The answer to one check. rundowns, conversations, lessons: the IDs of the evidence, the earliest first; at most MAX_EVIDENCE of each."""

    check: GateCheck
    have: int
    need: int
    reason: str
    rundowns: tuple[str, ...] = ()
    conversations: tuple[str, ...] = ()
    lessons: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether the project has what the check needs."""
        return self.have >= self.need


async def read_readiness(graph: Graph, gates: Gates, project: str, phase: Phase) -> list[CheckAnswer]:
    """The answers to the checks of this phase, in the order of the gate; empty if the phase has no gate. Raises NotFound for an unknown project."""
    found = await read_readiness_of(graph, gates, [(project, phase)])
    if not found:
        raise not_found(Label.PROJECT, project, "project")
    return found[project, phase]


async def read_readiness_of(graph: Graph, gates: Gates, due: Sequence[tuple[str, Phase]]) -> dict[tuple[str, Phase], list[CheckAnswer]]:
    """The answers to the checks of several gates, each the one of a project and a phase. Unknown projects are left out."""
    parameters = {"gates": [{"project": project, "phase": phase.value} for project, phase in due], "most": MAX_MEETINGS}
    rows: Any = await graph.read(READINESS_QUERY, parameters)
    return {(project, Phase(phase)): _answers(found, gates, Phase(phase)) for project, phase, found in rows}


def _answers(found: Any, gates: Gates, phase: Phase) -> list[CheckAnswer]:
    answer = {GateCheck.RUNDOWNS: _rundowns, GateCheck.CONVERSATIONS: _conversations, GateCheck.LESSONS: _lessons}
    return [answer[check](found, phase, need) for check, need in gates.of(phase).items()]


def _rundowns(found: Any, phase: Phase, need: int) -> CheckAnswer:
    held = found["rundowns"]
    days = ", ".join(rundown["heldOn"] for rundown in held[-3:])
    reason = f"Held {phase.display_name}: {days}." if held else f"No rundown for the phase “{phase.display_name}” has been held yet."
    return CheckAnswer(GateCheck.RUNDOWNS, len(held), need, reason, rundowns=_ids(held))


def _conversations(found: Any, _phase: Phase, need: int) -> CheckAnswer:
    """Counts each person once, in the first conversation with them that counts."""
    counted: dict[str, Any] = {}
    others = Counter[str]()
    for conversation in found["conversations"]:
        reason = _why_not_counted(conversation, counted, has_topics=found["hasTopics"])
        if reason is None:
            counted[conversation["person"]] = conversation
        else:
            others[reason] += 1
    reason = _conversation_reason(len(counted), others, has_topics=found["hasTopics"])
    return CheckAnswer(GateCheck.CONVERSATIONS, len(counted), need, reason, conversations=_ids(list(counted.values())))


def _why_not_counted(conversation: Any, counted: Any, *, has_topics: bool) -> str | None:
    if not conversation["theirs"] or not conversation["ours"]:
        return "whose departments on that day are not all known"
    if set(conversation["theirs"]) & set(conversation["ours"]):
        return "within one department"
    if has_topics and not conversation["similar"]:
        return "with somebody who has no other project or lesson on the topics of this project"
    return "with somebody who is already counted" if conversation["person"] in counted else None


def _conversation_reason(have: int, others: Counter[str], *, has_topics: bool) -> str:
    like = (
        "who did something similar"
        if has_topics
        else "(the project has no topics, so everybody counts as somebody who did something similar)"
    )
    sentence = f"Conversations with {have} {'person' if have == 1 else 'people'} from other departments {like}."
    uncounted = "; ".join(f"{count} {reason}" for reason, count in sorted(others.items()))
    return f"{sentence} Not counted: {uncounted}." if uncounted else sentence


def _lessons(found: Any, _phase: Phase, need: int) -> CheckAnswer:
    lessons, ended = found["lessons"], found["endedOn"]
    until = f"until the project ended on {ended}" if ended else "so far"
    sentence = f"{len(lessons)} {'lesson was' if len(lessons) == 1 else 'lessons were'} recorded {until}."
    uncounted = {"recorded later": found["late"], "refused, merged or retired": found["retired"]}
    listed = "; ".join(f"{count} {why}" for why, count in uncounted.items() if count)
    reason = f"{sentence} Not counted: {listed}." if listed else sentence
    return CheckAnswer(GateCheck.LESSONS, len(lessons), need, reason, lessons=tuple(lessons[:MAX_EVIDENCE]))


def _ids(rows: Sequence[Any]) -> tuple[str, ...]:
    return tuple(row["id"] for row in rows[:MAX_EVIDENCE])
