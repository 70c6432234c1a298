"""Looks up the people and the project that a text names: by ID, e-mail address or name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, LiteralString

from graph_service.callers import Role
from graph_service.domain.capture.texts import clean
from graph_service.domain.commands import CommandContext
from graph_service.domain.parsing import parse_ids, parse_short_text, quote
from graph_service.domain.search.name_match import EXACT, match_name, split_words
from graph_service.errors import Conflict, InvalidInput

# Starts at the indexes of ids, of addresses and of words. A person who must not be named is found only by those who may see the name.
PEOPLE_QUERY: LiteralString = """
UNWIND $texts AS text
CALL (text) {
  MATCH (person:Person {id: text.text}) RETURN person
UNION
  MATCH (person:Person {email: text.email}) RETURN person
UNION
  WITH text WHERE text.words <> ''
  CALL db.index.fulltext.queryNodes('person_text', text.words, {limit: $limit}) YIELD node
  RETURN node AS person
}
WITH text, person
WHERE $everybody OR person.discoverable OR person.id = $viewer
  OR EXISTS { (person)<-[:LEARNED_BY]-()-[:LEARNED_BY]->(:Person {id: $viewer}) }
RETURN collect([text.text, person {.id, .name, .email, .active}]) AS found
"""
PROJECTS_QUERY: LiteralString = """
CALL () {
  MATCH (project:Project {id: $text}) RETURN project
UNION
  MATCH (project:Project {name: $text}) RETURN project
UNION
  WITH $words AS words WHERE words <> ''
  CALL db.index.fulltext.queryNodes('project_text', words, {limit: $limit}) YIELD node
  RETURN node AS project
}
RETURN collect(project {.id, .name}) AS found
"""
MAX_HITS: Final = 50  # of the search for a name
MAX_LISTED: Final = 5  # candidates in an error
MAX_NAMES: Final = 100  # in one list
MAX_PEOPLE: Final = 200  # in one request: each is a search, while no other change can be made

Candidate = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class NamedPeople:
    """The IDs of the people whom a list names, and the names of those who are not in the graph; each in its order, without duplicates."""

    ids: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NamedProject:
    """The ID of a project, or the name of one that is not in the graph; neither if none was named."""

    id: str | None = None
    unknown: str | None = None


def parse_names(value: Any, field: str) -> list[str]:
    """A list of IDs, e-mail addresses and names without duplicates. Raises InvalidInput for more than MAX_NAMES."""
    names = [" ".join(clean(name).split()).removeprefix("@") for name in parse_ids(value, field)]
    if len(names) > MAX_NAMES:
        raise InvalidInput(f"{field} has {len(names):,} people; at most {MAX_NAMES} are allowed.", field=field)
    return [name for name in dict.fromkeys(names) if name]


async def find_people(context: CommandContext, names: Sequence[str], field: str) -> dict[str, str | None]:
    """The ID of the person whom each text names; None if it names nobody.

    A text names a person if it is the ID, the e-mail address or the whole name, or if only this person's name contains all its words. People
    who have left count only if nobody else matches. Raises Conflict, which lists the candidates, if several people match, and InvalidInput for more
    than MAX_PEOPLE.
    """
    if len(names) > MAX_PEOPLE:
        raise InvalidInput(f"{field} has {len(names):,} people in all; at most {MAX_PEOPLE} are allowed in one request.", field=field)
    caller = context.caller
    texts = [{"text": name, "email": name.lower(), "words": _all_words(name)} for name in names]
    everybody = caller is None or caller.role >= Role.CURATOR
    parameters = {"texts": texts, "limit": MAX_HITS, "everybody": everybody, "viewer": caller and caller.person}
    rows: list[tuple[str, Candidate]] = (await context.tx.run(PEOPLE_QUERY, parameters))[0]["found"] if texts else []
    found: dict[str, list[Candidate]] = {name: [] for name in names}
    for name, person in rows:
        found[name].append(person)
    return {name: _choose_person(name, people, field) for name, people in found.items()}


async def find_project(context: CommandContext, text: str | None, field: str) -> NamedProject:
    """The project with this ID or name, without regard to case. Raises Conflict if several projects have the name."""
    if text is None:
        return NamedProject()
    text = " ".join(parse_short_text(clean(text), field).split())
    parameters = {"text": text, "words": _all_words(text), "limit": MAX_HITS}
    projects: list[Candidate] = (await context.tx.run(PROJECTS_QUERY, parameters))[0]["found"]
    exact = [project for project in projects if project["id"] == text]
    named = exact or [project for project in projects if match_name(text, project["name"]).whole]
    if len(named) > 1:
        raise _ambiguous(text, named, "projects", field)
    return NamedProject(id=named[0]["id"]) if named else NamedProject(unknown=text)


def _choose_person(text: str, people: Sequence[Candidate], field: str) -> str | None:
    for fitting in (
        [person for person in people if person["id"] == text or person["email"] == text.lower()],
        [person for person in people if match_name(text, person["name"]).whole],
        [person for person in people if _has_all_words(text, person["name"])],
    ):
        active = [person for person in fitting if person["active"]]
        candidates = active or fitting
        if len(candidates) > 1:
            raise _ambiguous(text, candidates, "people", field)
        if candidates:
            return candidates[0]["id"]
    return None


def _has_all_words(text: str, name: str) -> bool:
    words = split_words(text)
    return bool(words) and match_name(text, name).quality == EXACT * len(words)


def _all_words(text: str) -> str:
    """The query of the full-text index for names with all words of the text. A word has only letters and digits, so none acts as syntax."""
    return " AND ".join(f"name:{word}" for word in split_words(text))


def _ambiguous(text: str, candidates: Sequence[Candidate], noun: str, field: str) -> Conflict:
    ordered = sorted(candidates, key=lambda each: (each["name"], each["id"]))
    listed = ", ".join(f"{each['name']} (ID {each['id']})" for each in ordered[:MAX_LISTED])
    more = f" and {len(ordered) - MAX_LISTED} more" if len(ordered) > MAX_LISTED else ""
    return Conflict(
        f"{field} contains {quote(text)}, which matches {len(ordered)} {noun}: {listed}{more}. State the ID or the whole name.", field=field
    )
