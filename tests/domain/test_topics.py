"""Topics: several broader ones, and no cycle."""

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


async def test_a_topic_may_have_several_broader_ones(topics: Company) -> None:
    assert [key[:2] for key in await topics.ties("BROADER")] == [["testing", "quality"], ["unit", "quality"], ["unit", "testing"]]


async def test_an_update_replaces_the_broader_ones(topics: Company) -> None:
    await topics.do(update_topic, UpdateTopic(topic="unit", name="Unit tests", description="Small ones.", broader=["testing"]))
    assert await topics.node("unit") == {"id": "unit", "name": "Unit tests", "description": "Small ones."}
    assert [key[:2] for key in await topics.ties("BROADER")] == [["testing", "quality"], ["unit", "testing"]]
    await topics.do(update_topic, UpdateTopic(topic="unit", description=None))
    assert len(await topics.ties("BROADER")) == 2


async def test_a_topic_is_not_broader_than_itself(topics: Company) -> None:
    for broader, way in (
        ("quality", "quality → quality"),
        ("testing", "quality → testing → quality"),
        ("unit", "quality → unit → quality"),
    ):
        with pytest.raises(Conflict, match=way) as refused:
            await topics.do(update_topic, UpdateTopic(topic="quality", broader=[broader]))
        assert refused.value.field == "broader"
    assert len(await topics.ties("BROADER")) == 3


async def test_a_broader_topic_may_become_a_narrower_one(topics: Company) -> None:
    await topics.do(update_topic, UpdateTopic(topic="unit", broader=[]))
    await topics.do(update_topic, UpdateTopic(topic="testing", broader=["unit"]))
    assert [key[:2] for key in await topics.ties("BROADER")] == [["testing", "unit"]]


async def test_a_topic_has_a_name_and_broader_ones_that_are_there(topics: Company) -> None:
    with pytest.raises(InvalidInput, match="name is required"):
        await topics.do(create_topic, CreateTopic(name=""))
    for verb, command in ((create_topic, CreateTopic(name="New", broader=["x"])), (update_topic, UpdateTopic(topic="unit", broader=["x"]))):
        with pytest.raises(NotFound, match="broader is 'x'") as refused:
            await topics.do(verb, command)
        assert refused.value.field == "broader"
    with pytest.raises(NotFound, match="topic is 'x'"):
        await topics.do(update_topic, UpdateTopic(topic="x", name="X"))
