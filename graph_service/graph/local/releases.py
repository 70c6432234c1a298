"""The differences between the Neo4j releases that can run locally."""

import re
from dataclasses import dataclass

from graph_service.errors import InvalidInput
from graph_service.settings import Settings

BROWSER_VERSION = "5.24.0"
LTS = (5, 26)
FIRST_WITH_CYPHER_25 = (2025, 6)


@dataclass(frozen=True, slots=True, order=True)
class Release:
    """A version such as 2026.09.0; releases compare by age."""

    number: tuple[int, int, int]
    text: str

    @property
    def java_versions(self) -> tuple[int, ...]:
        """The major versions of Java that it runs on."""
        return (17, 21) if self.number[0] == 5 else (21, 25)

    @property
    def main_class(self) -> str:
        """The class that starts the server."""
        return "org.neo4j.server.CommunityEntryPoint" if self.number[0] == 5 else "org.neo4j.server.Neo4jCommunity"

    @property
    def supports_cypher_25(self) -> bool:
        """Whether its default language can be set to Cypher 25; 5.26 supports Cypher 5 only."""
        return self.number[:2] >= FIRST_WITH_CYPHER_25

    @property
    def coordinates(self) -> tuple[str, str]:
        """The Maven coordinates of the database and of the Neo4j Browser that it serves."""
        return f"org.neo4j:neo4j:{self.text}", f"org.neo4j.client:neo4j-browser:{BROWSER_VERSION}"


def parse_release(text: str) -> Release:
    """The release with this version number. Raises InvalidInput when it is not a version number or not supported."""
    match = re.fullmatch(r"(\d+)\.(\d+)\.(\d+)", text)
    number = tuple(map(int, match.groups())) if match else (0, 0, 0)
    if number[:2] != LTS and number[0] < 2025:
        raise InvalidInput(f"GRAPH_SERVICE_NEO4J_VERSION must be a version like 2026.09.0, or a 5.26 version like 5.26.31, not {text!r}.")
    return Release((number[0], number[1], number[2]), text)


DEFAULT_RELEASE = parse_release(Settings().neo4j_version)
