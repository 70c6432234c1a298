"""Erasing a person: nothing personal is left in the graph, and no figure changes."""

from typing import Any

import pytest

from graph_service.api.context import Context, Resources
from graph_service.api.schema import schema
from graph_service.callers import LOCAL_CALLER, Role
from graph_service.domain.lessons.record import RecordLesson, record_lesson
from graph_service.domain.lessons.revise import ReviseLesson, revise_lesson
from graph_service.domain.organisation.erasure import ErasePerson, erase_person
from graph_service.domain.organisation.people import UpdatePerson, update_person
from graph_service.domain.reuses import JudgeReuse, RecordReuse, judge_reuse, record_reuse
from graph_service.domain.undo.command import Undo, undo
from graph_service.domain.undo.values import ChangedValue, read_values
from graph_service.errors import ConfirmationRequired, Conflict, Forbidden, NotFound
from tests.callers import token_of
from tests.domain.company import Company

ANN = token_of("ann", Role.CONTRIBUTOR)
CURATOR = token_of("cleo", Role.CURATOR)
ADMINISTRATOR = token_of("dee", Role.ADMINISTRATOR)
LESSON = RecordLesson(title="Ask Ann first", learned_on="2024-06-01", learners=["ann"], project="p")
TEXTS = "MATCH (n) UNWIND keys(n) AS key RETURN collect(toString(n[key]))"


async def test_values_before_and_after_are_kept(company: Company) -> None:
    recorded = (await company.do(record_lesson, LESSON, caller=ANN)).id
    lesson = (await company.do(revise_lesson, ReviseLesson(lesson=recorded, title="Ask first", context="Rain."), caller=ANN)).seq
    reuse = (await company.do(record_reuse, RecordReuse(lesson="l", person="bob", project="p", confirm=True))).id
    judged = JudgeReuse(reuse=reuse, outcome="HELPED", by="ann", cost_avoided="1250.50", currency="EUR")
    judgement = (await company.do(judge_reuse, judged)).seq
    values = await read_values(company.graph, [lesson, judgement])
    assert values[lesson] == [ChangedValue("title", "Ask Ann first", "Ask first"), ChangedValue("context", None, "Rain.")]
    assert ChangedValue("outcome", None, "HELPED") in values[judgement]
    assert ChangedValue("costAvoided", None, "1250.50") in values[judgement]


async def test_only_curators_read_the_values(company: Company) -> None:
    recorded = (await company.do(record_lesson, LESSON, caller=ANN)).id
    await company.do(revise_lesson, ReviseLesson(lesson=recorded, title="Ask first"), caller=ANN)
    resources = Resources.create(company.graph, max_cost=10**6, min_group=1, answer_timeout=60)
    query = "{ activity(last: 1) { values { name before after } } }"
    expected = [
        {"name": "title", "before": "Ask Ann first", "after": "Ask first"},
        {"name": "language", "before": None, "after": "en"},
    ]
    for caller, values in ((ANN, None), (CURATOR, expected), (LOCAL_CALLER, expected)):
        result: Any = await schema.execute(query, {}, Context(resources, caller))
        assert (result.errors, result.data) == (None, {"activity": [{"values": values}]})


@pytest.mark.thorough
async def test_nothing_personal_is_left(company: Company) -> None:
    await company.do(update_person, UpdatePerson(person="ann", name="Annette Quill", email="quill@example.org", title="Quill maker"))
    recorded = (await company.do(record_lesson, LESSON, caller=ANN)).id
    await company.do(revise_lesson, ReviseLesson(lesson=recorded, title="Annette Quill knows"), caller=ANN)
    await company.do(revise_lesson, ReviseLesson(lesson=recorded, title="Ask first"), caller=ANN)
    before = await company.ties("LEARNED_BY")
    result = await company.do(erase_person, ErasePerson(person="ann", confirm=True), caller=ADMINISTRATOR)
    texts = await company.graph.read(TEXTS)
    assert not [text for text in texts if "Quill" in text or "quill" in text]
    assert not [text for text in texts if text == "ann" or '"ann"' in text or text == "token:ann"]
    erased = await company.node(result.id)
    assert erased.pop("shownId").startswith("colleague-")
    assert erased == {
        "id": result.id, "name": "a former colleague", "active": False, "discoverable": False, "shownName": "a colleague"
    }  # fmt: skip
    renamed = [[lesson, result.id if person == "ann" else person, *days] for lesson, person, *days in before]
    assert sorted(map(str, await company.ties("LEARNED_BY"))) == sorted(map(str, renamed))
    with pytest.raises(NotFound, match="there is no person"):
        await company.do(update_person, UpdatePerson(person="ann", title="x"))


async def test_texts_that_name_the_person_are_listed(company: Company) -> None:
    await company.do(update_person, UpdatePerson(person="ann", name="Annette Quill"))
    await company.do(
        record_lesson, RecordLesson(id="n", title="As ANNETTE QUILL said", learned_on="2024-06-01", learners=["bob"], project="p")
    )
    with pytest.raises(ConfirmationRequired, match=r"contain the name: lesson n\."):
        await company.do(erase_person, ErasePerson(person="ann"), caller=ADMINISTRATOR)
    result = await company.do(erase_person, ErasePerson(person="ann", confirm=True), caller=ADMINISTRATOR)
    assert result.warnings == ("These texts contain the name: lesson n.",)


async def test_texts_are_listed_wherever_they_are_kept(company: Company) -> None:
    await company.do(update_person, UpdatePerson(person="ann", name="Annette Quill"))
    await company.do(record_lesson, RecordLesson(id="n", title="Ask", learned_on="2024-06-01", learners=["bob"], project="p"))
    await company.graph.command(
        """
        MATCH (lesson:Lesson {id: 'n'}), (bob:Person {id: 'bob'})
        CREATE (:Lesson {id: 'draft', status: 'DRAFT', learnersText: 'Bob, Annette Quill'}), (:Topic {id: 'quills', description: 'annette quill'}),
          (:Project {id: 'x', summary: '', extra: '[["Owner","Annette Quill"]]'}), (lesson)-[:REVIEWED_BY {note: 'Ask Annette Quill'}]->(bob)
        """
    )
    with pytest.raises(ConfirmationRequired, match=r"contain the name: lesson draft, lesson n, project x, topic quills\."):
        await company.do(erase_person, ErasePerson(person="ann"), caller=ADMINISTRATOR)


async def test_erasure_needs_confirmation_and_an_administrator_and_cannot_be_undone(company: Company) -> None:
    with pytest.raises(ConfirmationRequired):
        await company.do(erase_person, ErasePerson(person="ann"), caller=ADMINISTRATOR)
    with pytest.raises(Forbidden):
        await company.do(erase_person, ErasePerson(person="ann", confirm=True), caller=CURATOR)
    with pytest.raises(NotFound, match="person is 'nobody'"):
        await company.do(erase_person, ErasePerson(person="nobody", confirm=True), caller=ADMINISTRATOR)
    assert (await company.node("ann"))["name"] == "Ann"
    seq = (await company.do(erase_person, ErasePerson(person="ann", confirm=True), caller=ADMINISTRATOR)).seq
    with pytest.raises(Conflict, match="cannot be restored"):
        await company.do(undo, Undo(activity=seq), caller=ADMINISTRATOR)
