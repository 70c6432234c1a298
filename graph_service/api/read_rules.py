"""Which lessons, reuses and properties of people a caller may read. The compiler adds these rules to every statement.

| | guests | members | curators | administrators |
|---|---|---|---|---|
| lesson that was not published | no | its authors, stewards of its topics | yes | yes |
| restricted lesson, and its reuses | no | its learners, and the people and departments it is restricted to | like members | yes |
| task | no | those who were asked, and those who asked | yes | yes |
| name of a person who is not discoverable | no | their own, and those of people they learned a lesson with | yes | yes |
| e-mail address, job title and additional fields | no | of people they may see named | yes | yes |

The ID of a person who is not discoverable is replaced by another one for all but curators and administrators. Guests are callers without a
person in the graph, members are callers with one. The authors of a lesson are its learners and the people who recorded it. A steward who is
not active, or belongs to no department today, no longer counts. Figures of the network count what a caller may not read.
"""

from typing import Final, LiteralString

from graph_service.access import Caller, Role
from graph_service.domain.authorization.audience_rule import (
    IS_OWN_LESSON,
    IS_OWN_TASK,
    IS_REUSE_OF_OWN_LESSON,
    OWN_LESSONS,
    OWN_REUSES,
    OWN_TASKS,
)
from graph_service.domain.tasks import TASK_AUDIENCE
from graph_service.mapping.read_rules import Clearance, LimitedNodes, PersonalProperties, ReadRule, Viewer

IS_KNOWN_PERSON: LiteralString = """
viewed.id = $viewer OR EXISTS { (viewed)<-[:LEARNED_BY]-()-[:LEARNED_BY]->(:Person {id: $viewer}) }
"""

LESSONS: Final = ReadRule(limited=LimitedNodes("audience", ("AUTHORS",), IS_OWN_LESSON, OWN_LESSONS))
REUSES: Final = ReadRule(limited=LimitedNodes("audience", (), IS_REUSE_OF_OWN_LESSON, OWN_REUSES))
TASKS: Final = ReadRule(limited=LimitedNodes("audience", (TASK_AUDIENCE,), IS_OWN_TASK, OWN_TASKS))
PEOPLE: Final = ReadRule(
    personal=PersonalProperties(
        masked={"id": "shownId", "name": "shownName"},
        private=frozenset({"email", "title", "extra"}),
        nameable="discoverable",
        is_known=IS_KNOWN_PERSON,
    )
)


def viewer_of(caller: Caller) -> Viewer:
    """What a caller may read. A reader or contributor is a member only if the token or the login says which person it is."""
    if caller.role >= Role.ADMINISTRATOR:
        return Viewer(Clearance.ADMINISTRATOR, caller.person)
    if caller.role >= Role.CURATOR:
        return Viewer(Clearance.CURATOR, caller.person)
    return Viewer(Clearance.GUEST if caller.person is None else Clearance.MEMBER, caller.person)
