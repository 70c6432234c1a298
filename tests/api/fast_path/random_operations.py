"""Random operations as they are sent: a question of a seed, written down in one way or another, its mistakes, and values for its variables."""

import random
from dataclasses import dataclass
from typing import Any

from graph_service.api.schema import schema
from tests.api.fast_path.random_documents import MISTAKES, Document
from tests.api.fast_path.random_selections import Questioner


@dataclass
class Operation:
    """What is sent, and which kind of operation it is."""

    kind: str
    text: str
    name: str | None
    document: Document

    def body(self, chance: random.Random, after: str | None = None) -> dict[str, Any]:
        """The request, with values for its variables."""
        sent = {"query": self.text, "variables": self.document.values(chance, after)}
        return sent | ({"operationName": self.name} if self.name else {})


def write(seed: int, writing: int) -> Operation:
    """One writing of the question of a seed."""
    asking, chance = random.Random(seed), random.Random(f"{seed}.{writing}")
    wrong, greedy = asking.random() < 0.2, asking.random() < 0.04
    questioner = Questioner(schema._schema, asking, greedy=greedy)
    roots = questioner.ask()
    document = Document(schema._schema, chance, spoiled=chance.randrange(4) if wrong and chance.random() < 0.6 else None)
    name = chance.choice(["", "Asked"])
    text = document.operation(name, roots)
    kind = "greedy" if greedy else "with what is not compiled" if "computed" in questioner.kinds else "compiled"
    if chance.random() < 0.15:
        text, name = among_others(text, chance)
        kind = kind if name == "Asked" else "mistaken"
    if wrong:
        kind = "mistaken"
        if document.spoiled is None or document.spoiled >= 0:
            text = MISTAKES[chance.choice(list(MISTAKES))](text)
    return Operation(kind, text, name or None, document)


def among_others(text: str, chance: random.Random) -> tuple[str, str]:
    """The operation among others of its document, and the one that is asked for: now and then none, or one that is not there."""
    text = text if text.startswith("query Asked") else f"query Asked{text.removeprefix('query')}"
    others = "query Other { __typename lessons { totalCount } } mutation Never { never: __typename }"
    return (f"{others} {text}" if chance.random() < 0.5 else f"{text} {others}"), chance.choice([*["Asked"] * 6, "", "Nowhere"])
