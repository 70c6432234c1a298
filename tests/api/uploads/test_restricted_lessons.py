"""An import by a curator neither shows nor changes lessons that only named people may read, nor links with them."""

import json

from graph_service.access import Role
from graph_service.graph import Graph
from graph_service.settings import Settings
from tests.api.uploads.conftest import checked, loaded, serving, upload


async def test_curators_learn_nothing_about_restricted_lessons_from_an_import(
    tokens: tuple[Settings, dict[Role, str]], graph: Graph
) -> None:
    await graph.command(
        "CREATE (secret:Lesson {id: 'secret', title: 'Layoffs in spring', status: 'PUBLISHED', audience: 'NAMED', learnedOn: date('2021-01-01')}),"
        " (open:Lesson {id: 'open', title: 'Open', status: 'PUBLISHED', learnedOn: date('2021-02-01')})-[:BUILDS_ON]->(secret),"
        " (:Lesson {id: 'other', title: 'Other', status: 'PUBLISHED', learnedOn: date('2021-01-01')})"
    )
    header = "id,title,learnedOn,buildsOn,supersedes"
    settings, of = tokens
    texts = {}
    for named in ("secret", "nothing"):
        rows = f"{header}\nopen,Open,2021-02-01,other,\nnew,New,2021-03-01,,{named}\n"
        async with serving(settings, of[Role.CURATOR]) as curator:
            state = await checked(curator, await upload(curator, ("lessons.csv", rows.encode())))
            texts[named] = json.dumps(state["review"]).replace(named, "it")
            assert "Layoffs" not in texts[named]
            assert state["state"] == "checked", state
    assert texts["secret"] == texts["nothing"]
    near = "Title;Date;Replaces\nNew;2021-03-01;Layoffs in sprin\nOlder;2021-03-01;Layoffs in spring\n"
    answers = {"0": {"noun": "lessons", "columns": {"0": "title", "1": "learnedOn", "2": "supersedes"}}}
    async with serving(settings, of[Role.CURATOR]) as curator:
        state = await checked(curator, await upload(curator, ("near.csv", near.encode())), tables=answers)
        assert "in spring (secret)" not in json.dumps(state["review"])
        assert '"secret"' not in json.dumps(state["review"])
        rows = f"{header}\nopen,Open,2021-02-01,other,\n"
        job = (await checked(curator, await upload(curator, ("lessons.csv", rows.encode()))))["id"]
        assert (await loaded(curator, job))["state"] == "loaded"
    links = "MATCH (:Lesson {id: 'open'})-[:BUILDS_ON]->(other) WITH other ORDER BY other.id RETURN collect(other.id)"
    assert await graph.read(links) == ["other", "secret"]
    async with serving(settings, of[Role.ADMINISTRATOR]) as administrator:
        state = await checked(administrator, await upload(administrator, ("near.csv", near.encode())), tables=answers)
        assert "Layoffs in spring (secret)" in json.dumps(state["review"])


async def test_guessed_ids_tell_nothing_before_they_are_written(tokens: tuple[Settings, dict[Role, str]], graph: Graph) -> None:
    await graph.command(
        "CREATE (secret:Lesson {id: 'secret', title: 'Layoffs', status: 'RETIRED', audience: 'NAMED', learnedOn: date('2021-01-01')}),"
        " (open:Lesson {id: 'open', title: 'Open', status: 'PUBLISHED', learnedOn: date('2021-02-01')})-[:BUILDS_ON]->(secret),"
        " (secret)-[:BUILDS_ON]->(:Lesson {id: 'old', title: 'Old', status: 'PUBLISHED', learnedOn: date('2020-01-01')})"
    )
    settings, of = tokens
    reviews, jobs = dict[str, str](), dict[str, str]()
    async with serving(settings, of[Role.CURATOR]) as curator:
        for id_ in ("secret", "unused"):
            rows = f"id,title,learnedOn,buildsOn\n{id_},Guessed,2021-03-01,\nnew,New,2021-03-01,{id_}\nold,Old,2020-01-01,open\n"
            state = await checked(curator, await upload(curator, ("lessons.csv", rows.encode())))
            assert state["review"]["mayLoad"]
            reviews[id_], jobs[id_] = json.dumps(state["review"]).replace(id_, "it"), state["id"]
        assert reviews["secret"] == reviews["unused"]
        review = (await loaded(curator, jobs["secret"]))["review"]
        assert "only named people may read the lesson with this id" in json.dumps(review["refused"])
        assert [table["new"] for table in review["counts"]] == [1]
    assert await graph.read("MATCH (lesson:Lesson) WITH lesson ORDER BY lesson.title RETURN collect(lesson.title)") == [
        "Layoffs", "New", "Old", "Open"
    ]  # fmt: skip
    assert await graph.read("MATCH (:Lesson {id: 'old'})-[:BUILDS_ON]->(other) RETURN collect(other.id)") == []
