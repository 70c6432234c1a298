"""Lessons are found by every form of their words, each in its own language; names are found as they are written."""

from typing import Any

import pytest

from graph_service.graph import Graph
from graph_service.ingest import import_folder
from tests.api.seed_tables import Ask
from tests.thorough import one_in

LESSONS = {
    "en": ("Cranes need a permit for the road", "The crane was late because nobody had asked for the permits. Kubernetes ran on time."),
    "de": (
        "Kräne brauchen eine Genehmigung für die Straße",
        "Der Kran kam zu spät, weil niemand die Genehmigungen bestellt hatte. Kubernetes lief.",
    ),
    "fr": (
        "Les grues ont besoin d'une autorisation",
        "La grue est arrivée en retard parce que personne n'avait demandé les autorisations nécessaires.",
    ),
    "es": ("Las grúas necesitan un permiso", "La grúa llegó tarde porque nadie había pedido los permisos necesarios a la ciudad."),
    "ja": ("クレーンには道路の許可が必要です", "誰も許可を申請していなかったため、クレーンが遅れた。"),
    "zh": ("起重机需要道路许可证", "因为没有人申请许可证，所以起重机迟到了。"),
    "mixed": ("Kran crane grue", None),
}
SEARCH = "query($text: String!) { search(text: $text, first: 20) { score lesson { id language } highlights } }"
FILTER = "query($text: String!) { lessons(where: {search: $text}) { nodes { id } } }"
EVERYTHING = "query($text: String!) { searchEverything(text: $text) { kind id } }"
SIMILAR = "query($text: String!) { similarLessons(text: $text) { sharedWords similarity lesson { id } } }"
REVISE = "mutation($input: ReviseLessonInput!) { reviseLesson(input: $input) { lesson { id language } } }"


@pytest.fixture
async def town(graph: Graph, tmp_path: Any) -> Graph:
    """Lessons in several languages; a person and a project whose names look like inflected words."""
    rows = "".join(f'{id_},"{title}","{context or ""}",2024-05-05,p\n' for id_, (title, context) in LESSONS.items())
    (tmp_path / "lessons.csv").write_text("id,title,context,learnedOn,project\n" + rows)
    (tmp_path / "projects.csv").write_text("id,name,status\np,Cranes of Pumpen,RUNNING\n")
    (tmp_path / "people.csv").write_text("id,name\nmeyers,Ana Meyers\n")
    await import_folder(graph, tmp_path)
    return graph


def ids(found: dict[str, Any]) -> set[str]:
    return {hit["lesson"]["id"] for hit in found["search"]}


async def test_language_of_each_lesson_is_shown_and_filtered_by(town: Graph, ask: Ask) -> None:
    listed = (await ask("{ lessons(sort: [{id: ASC}]) { nodes { id language } } }"))["lessons"]["nodes"]
    assert {node["id"]: node["language"] for node in listed} == {id_: None if id_ == "mixed" else id_ for id_ in LESSONS}
    assert (await ask('{ lessons(where: {language: {in: ["de", "fr"]}}) { totalCount } }'))["lessons"]["totalCount"] == 2


@pytest.mark.parametrize(
    ("text", "lesson"),
    one_in(3, [
        ("permit", "en"), ("asking for a permit", "en"), ("needed", "en"),
        ("Genehmigung", "de"), ("bestellten Genehmigungen", "de"), ("Kran", "de"), ("Krane", "de"),
        ("autorisations", "fr"), ("demandées", "fr"), ("nécessaire", "fr"),
        ("permisos", "es"), ("la grua necesitaba permisos", "es"), ("grúa", "es"),
        ("許可", "ja"), ("クレーン", "ja"), ("起重机", "zh"), ("许可证", "zh"),
        ("Kran", "mixed"), ("crane", "mixed"), ("grues", "mixed"), ("Kubernetes", "en"), ("Kubernetes", "de"),
    ], thorough=1),
)  # fmt: skip
async def test_inflected_words_find_the_lesson(town: Graph, ask: Ask, text: str, lesson: str) -> None:
    found = await ask(SEARCH, text=text)
    assert lesson in ids(found)
    assert {node["id"] for node in (await ask(FILTER, text=text))["lessons"]["nodes"]} == ids(found)
    assert lesson in {hit["id"] for hit in (await ask(EVERYTHING, text=text))["searchEverything"]}


async def test_found_forms_are_highlighted(town: Graph, ask: Ask) -> None:
    (hit,) = [hit for hit in (await ask(SEARCH, text="Genehmigung"))["search"] if hit["lesson"]["id"] == "de"]
    assert ["**Genehmigung**" in hit["highlights"][0], "**Genehmigungen**" in hit["highlights"][1]] == [True, True]


async def test_correction_of_the_language_changes_what_is_found(town: Graph, ask: Ask) -> None:
    assert "es" in ids(await ask(SEARCH, text="necesaria"))
    changed = (await ask(REVISE, input={"lesson": "es", "language": "zh"}))["reviseLesson"]["lesson"]
    assert changed == {"id": "es", "language": "zh"}
    assert "es" not in ids(await ask(SEARCH, text="necesaria"))
    assert "es" in ids(await ask(SEARCH, text="necesarios"))  # without a stemmer, words are found as they are
    assert (await ask(REVISE, input={"lesson": "es", "language": None}))["reviseLesson"]["lesson"]["language"] == "es"
    assert "es" in ids(await ask(SEARCH, text="necesaria"))


async def test_names_are_found_as_they_are_written(town: Graph, ask: Ask) -> None:
    for text, hit in (("Meyers", ("PERSON", "meyers")), ("Cranes of Pumpen", ("PROJECT", "p"))):
        first = (await ask(EVERYTHING, text=text))["searchEverything"][0]
        assert (first["kind"], first["id"]) == hit
    names = await ask("{ people { nodes { name } } projects { nodes { name } } }")
    assert names == {"people": {"nodes": [{"name": "Ana Meyers"}]}, "projects": {"nodes": [{"name": "Cranes of Pumpen"}]}}


async def test_similar_lessons_compare_stems_and_name_words_as_typed(town: Graph, ask: Ask) -> None:
    found = (await ask(SIMILAR, text="Ein Kran ohne Genehmigungen: er wurde zu spät bestellt."))["similarLessons"]
    assert found[0]["lesson"]["id"] == "de"
    assert "genehmigungen" in found[0]["sharedWords"]


async def test_stems_are_in_no_type_of_the_api(ask: Ask) -> None:
    types = (await ask("{ __schema { types { fields { name } inputFields { name } } } }"))["__schema"]["types"]
    names = {field["name"] for each in types for field in [*(each["fields"] or []), *(each["inputFields"] or [])]}
    assert "language" in names
    assert not any(name.endswith("Stems") for name in names)
