"""The enums of the PMO: the values a property may hold, each with its description and a phrase for pages.

The order of the members is part of the model: GraphQL lists them in it, and the analysis stores each as its position.
"""

from enum import StrEnum


class DescribedEnum(StrEnum):
    """An enum whose values are their own names, as the graph stores them. The docstring of the class describes the property.

    description: one sentence for GraphQL. display_name: what pages show instead of the value, in lower case.
    """

    description: str
    display_name: str

    def __new__(cls, value: str, display_name: str, description: str) -> "DescribedEnum":
        member = str.__new__(cls, value)
        member._value_ = value
        member.display_name = display_name
        member.description = description
        return member


class Phase(DescribedEnum):
    """When in a project a lesson is useful, or a rundown is held."""

    BEFORE = "BEFORE", "before it begins", "Before the project begins."
    DURING = "DURING", "while it runs", "While the project is running."
    AFTER = "AFTER", "when it ends", "When the project has ended."


class LessonStatus(DescribedEnum):
    """Whether a lesson can be used."""

    DRAFT = "DRAFT", "draft", "Still being written; it cannot be reused yet."
    SUBMITTED = "SUBMITTED", "submitted", "Waiting for a steward of its topics, or a curator, to review it; it cannot be reused yet."
    RETURNED = "RETURNED", "returned", "Returned to its authors with a question; it cannot be reused yet."
    PUBLISHED = "PUBLISHED", "published", "Visible to everyone."
    RETIRED = "RETIRED", "retired", "No longer recommended; kept for the record."


UNPUBLISHED_STATUSES = (LessonStatus.DRAFT, LessonStatus.SUBMITTED, LessonStatus.RETURNED)


class ReviewDecision(DescribedEnum):
    """A step in the review of a lesson."""

    SUBMITTED = "SUBMITTED", "submitted", "Submitted for review."
    RETURNED = "RETURNED", "returned", "Returned to its authors; the note is the question."
    ANSWERED = "ANSWERED", "answered", "Submitted again; the note is the answer to the question."
    PUBLISHED = "PUBLISHED", "published", "Published."
    REFUSED = "REFUSED", "refused", "Retired without having been published; the note is the reason."
    MERGED = "MERGED", "merged", "Merged into another lesson."


class Audience(DescribedEnum):
    """Who may read a lesson that not everybody may read."""

    AUTHORS = "AUTHORS", "its authors", "Its authors, stewards of its topics and curators may read it, because it is not published."
    NAMED = "NAMED", "named people", "Its learners may read it, and the people and departments that it is restricted to."


class ProjectStatus(DescribedEnum):
    """The state of a project."""

    PLANNED = "PLANNED", "planned", "Not started yet."
    RUNNING = "RUNNING", "running", "In progress."
    CLOSED = "CLOSED", "closed", "Finished."
    CANCELLED = "CANCELLED", "cancelled", "Stopped before it was finished."


OPEN_STATUSES = (ProjectStatus.PLANNED, ProjectStatus.RUNNING)
ENDED_STATUSES = (ProjectStatus.CLOSED, ProjectStatus.CANCELLED)


class ReuseScope(DescribedEnum):
    """Where a lesson was reused, compared with where it was learned; derived from the people and departments of both."""

    OWN = "OWN", "by a learner", "Reused by one of the people who learned it."
    INTERNAL = "INTERNAL", "in the same department", "Reused by someone else in a department where it was learned."
    CROSS = "CROSS", "in another department", "Reused in another department."
    UNATTRIBUTED = "UNATTRIBUTED", "unattributed", "The department of at least one side is unknown."


class Outcome(DescribedEnum):
    """The result of a reuse."""

    HELPED = "HELPED", "helped", "It helped."
    NO_EFFECT = "NO_EFFECT", "had no effect", "It made no difference."
    BACKFIRED = "BACKFIRED", "backfired", "It made things worse."


class Decision(DescribedEnum):
    """What a project decided about a lesson in a rundown."""

    APPLY = "APPLY", "apply", "The project will apply it."
    NOT_APPLICABLE = "NOT_APPLICABLE", "not applicable", "It does not fit this project."
    LATER = "LATER", "later", "The project will look at it again later."


class GateCheck(DescribedEnum):
    """What a gate can require of a project before it continues."""

    RUNDOWNS = "RUNDOWNS", "rundown held", "The project held a rundown of this phase."
    CONVERSATIONS = (
        "CONVERSATIONS",
        "conversations with other departments",
        "People of the project talked with people of other departments who did something similar.",
    )
    LESSONS = "LESSONS", "lessons recorded", "The project recorded what it learned before it ended."


class InboxKind(DescribedEnum):
    """What waits for somebody."""

    DRAFT = "DRAFT", "drafts to finish", "A draft of which they are an author: it waits to be finished and submitted."
    RETURNED = "RETURNED", "questions to answer", "A lesson of which they are an author that was returned with a question."
    REVIEW = (
        "REVIEW",
        "lessons to review",
        "A submitted lesson about a topic of which they are a steward; for curators also one without a steward.",
    )
    JUDGE = "JUDGE", "reuses to judge", "A reuse of theirs whose result is not known yet."
    CONFIRM = (
        "CONFIRM",
        "reuses to confirm",
        "A reuse of the last year by somebody else on a project on which they worked at the time: they can confirm that it took place.",
    )
    REPEAT = (
        "REPEAT",
        "possible repeated problems",
        "A lesson that resembles an earlier one; they are an author of one of the two, and nobody has decided.",
    )
    POSTPONED = "POSTPONED", "postponed decisions", "A lesson that a project of theirs postponed, and whose phase has come."
    GATE = "GATE", "gates that are due", "The gate of a project of theirs that is due and not passed."
    TASK = "TASK", "findings to look at", "A finding that somebody asked them to look at."


class Finding(DescribedEnum):
    """What a task is about: a kind of finding on the overview."""

    RECORDING = "RECORDING", "recording", "Reuse fell, or none was recorded lately."
    SILOS = "SILOS", "silos", "Departments that mostly reuse their own lessons."
    DEPENDENCE = "DEPENDENCE", "dependence on one person", "Exchanges between departments that came through one person."
    REPEATED_PROBLEMS = "REPEATED_PROBLEMS", "repeated problems", "Problems that were repeated although a lesson about them was available."
    INTRODUCTIONS = "INTRODUCTIONS", "suggested introductions", "People who should meet."
    UNUSED_LESSONS = "UNUSED_LESSONS", "unused lessons", "Lessons that have not been reused yet."
