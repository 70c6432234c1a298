"""Who may use each root field: the table in docs/operating.md is made of this, and a test finds fields without a rule."""

from collections.abc import Mapping
from typing import Final

from graphql import GraphQLSchema

from graph_service.access import Role
from graph_service.domain.commands import LEAST_ROLES

NODE_RULES: Final[Mapping[str, str]] = {
    "Department": "everybody",
    "Person": "everybody; names of people who are not discoverable, e-mail addresses and job titles as in the table above",
    "Project": "everybody",
    "Topic": "everybody",
    "Lesson": "everybody, without the drafts and restricted lessons that the caller may not read",
    "Reuse": "everybody, without those of restricted lessons that the caller may not read",
    "Rundown": "everybody; the lessons in it like all lessons",
    "Conversation": "everybody; people are named as in the table above",
    "Task": "curators all tasks, others those that they were asked to do or asked somebody to do",
}
"""By node type, who reads its lists, counts, groups and single nodes."""
QUERY_RULES: Final[Mapping[str, str]] = {
    "activity": "curators all changes, others their own",
    "caller": "everybody, about themselves",
    "experts": "everybody; people are named as in the table above",
    "inbox": "contributors their own; curators those of all people; without the lessons that the caller may not read",
    "inboxCount": "contributors their own; curators those of all people; without the lessons that the caller may not read",
    "lessonChecks": "everybody, for a lesson that they may read, or for texts that they enter",
    "lessonReviews": "curators, authors of the lesson and stewards of its topics, if they may read it",
    "lessonVersions": "curators, and learners of the lesson, if they may read it",
    "lessonsFor": "everybody, without the lessons that the caller may not read",
    "network": "everybody; figures count what the caller may not read, and lists leave it out",
    "node": "everybody, what the caller may read in the lists of its type",
    "nodes": "everybody, what the caller may read in the lists of its type",
    "reviewQueue": "contributors their own as stewards; curators those of all stewards, and the lessons without a steward",
    "readiness": "everybody; figures count what the caller may not read, and lists leave it out",
    "riskList": "everybody, without the lessons that the caller may not read",
    "rundownOffers": "everybody, without the lessons that the caller may not read",
    "search": "everybody, without the lessons that the caller may not read",
    "searchEverything": "everybody, without what the caller may not read",
    "similarLessons": "everybody; drafts and restricted lessons are left out, and people are named as in the table above",
    "splitNotes": "everybody: reads nothing from the graph",
}
"""By root field that is not of one node type, who may query it."""


def query_rules(roots: Mapping[str, str]) -> dict[str, list[str]]:
    """The root fields of queries by rule. roots: the type of each field that reads nodes of one type."""
    by_field = {name: NODE_RULES[label] for name, label in roots.items() if label in NODE_RULES} | QUERY_RULES
    rules: dict[str, list[str]] = {}
    for name, rule in by_field.items():
        rules.setdefault(rule, []).append(name)
    return rules


def mutation_rules() -> dict[Role, list[str]]:
    """The mutations by the least role that may send them."""
    return {role: sorted(name for name, least in LEAST_ROLES.items() if least is role) for role in Role if role in LEAST_ROLES.values()}


def access_table(roots: Mapping[str, str]) -> list[list[str]]:
    """The rows of the table in docs/operating.md: root fields, and who may use them."""
    reads = [[", ".join(f"`{name}`" for name in sorted(names)), rule] for rule, names in query_rules(roots).items()]
    writes = [
        [", ".join(f"`{name}`" for name in names), f"{role}s" if role is max(Role) else f"{role}s and higher roles"]
        for role, names in mutation_rules().items()
    ]
    return [*reads, *writes]


def fields_without_rule(schema: GraphQLSchema, roots: Mapping[str, str]) -> set[str]:
    """The root fields that no rule names."""
    ruled = {name for names in query_rules(roots).values() for name in names} | LEAST_ROLES.keys()
    root_types = [type_ for type_ in (schema.query_type, schema.mutation_type) if type_ is not None]
    return {name for type_ in root_types for name in type_.fields} - ruled
