"""Topics: several broader topics, and no cycle."""

import pytest

from graph_service.domain.topics import CreateTopic, UpdateTopic, create_topic, update_topic
from graph_service.errors import Conflict, InvalidInput, NotFound
from tests.domain.company import Company


@pytest.fixture
async def topics(company: Company) -> Company:
    """testing is under quality, unit testing under both testing and quality."""
    for id, broader in (("quality", []), ("testing", ["quality"]), ("unit", ["testing", "quality"])):  # noqa: A001
        await company.do(create_topic, CreateTopic(id=id, name=id.title(), broader=broader))
    return company


async def test_topic_may_have_several_broader_topics(topics: Company) -> None:
    assert [key[:2] for key in await topics.ties("BROADER")] == [["testing", "quality"], ["unit", "quality"], ["unit", "testing"]]


async def test_update_replaces_broader_topics(topics: Company) -> None:
    await topics.do(update_topic, UpdateTopic(topic="unit", name="Unit tests", description="Small ones.", broader=["testing"]))
    assert await topics.node("unit") == {"id": "unit", "name": "Unit tests", "description": "Small ones."}
    assert [key[:2] for key in await topics.ties("BROADER")] == [["testing", "quality"], ["unit", "testing"]]
    await topics.do(update_topic, UpdateTopic(topic="unit", description=None))
    assert len(await topics.ties("BROADER")) == 2


async def test_topic_cannot_be_broader_than_itself(topics: Company) -> None:
    for broader, way in (
        ("quality", "quality → quality"),
        ("testing", "quality → testing → quality"),
        ("unit", "quality → unit → quality"),
    ):
        with pytest.raises(Conflict, match=way) as error:
            await topics.do(update_topic, UpdateTopic(topic="quality", broader=[broader]))
        assert error.value.field == "broader"
    assert len(await topics.ties("BROADER")) == 3


async def test_broader_topic_may_become_a_narrower_one(topics: Company) -> None:
    await topics.do(update_topic, UpdateTopic(topic="unit", broader=[]))
    await topics.do(update_topic, UpdateTopic(topic="testing", broader=["unit"]))
    assert [key[:2] for key in await topics.ties("BROADER")] == [["testing", "unit"]]


async def test_topic_without_name_or_with_unknown_broader_topic_is_refused(topics: Company) -> None:
    with pytest.raises(InvalidInput, match="name is required"):
        await topics.do(create_topic, CreateTopic(name=""))
    for handler, command in (
        (create_topic, CreateTopic(name="New", broader=["x"])),
        (update_topic, UpdateTopic(topic="unit", broader=["x"])),
    ):
        with pytest.raises(NotFound, match="broader is 'x'") as error:
            await topics.do(handler, command)
        assert error.value.field == "broader"
    with pytest.raises(NotFound, match="topic is 'x'"):
        await topics.do(update_topic, UpdateTopic(topic="x", name="X"))
