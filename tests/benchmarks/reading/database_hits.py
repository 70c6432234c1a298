"""Database hits per query as counted by Neo4j: from the receipt of the service, and from PROFILE for the baseline."""

from statistics import mean
from typing import Any

import orjson
from neo4j import Driver, Transaction

from graph_service.analysis.columns.activity_log import LOG_QUERY
from tests.benchmarks.reading.contenders import Service, connect
from tests.benchmarks.reading.drawn import Asked
from tests.benchmarks.reading.questions import QUESTIONS, floor_text

MOST_ASKED = 20  # parameter sets per query


def service_receipts(service: Service, question: str, asked: list[Asked]) -> list[list[dict[str, Any]]]:
    """The reads of the service for each request: statement, hits and steps of each read."""
    with connect(service) as connection:
        bodies = [connection.ask(service.request(question, each, receipt=True)) for each in asked[:MOST_ASKED]]
    return [orjson.loads(body)["extensions"]["receipt"]["reads"] for body in bodies]


def service_hits(driver: Driver, service: Service, question: str, asked: list[Asked]) -> float:
    """Mean hits per request. Includes the activity log lookup that precedes network queries, which receipts do not show."""
    looked = profiled(driver, LOG_QUERY, {}) if "network" in QUESTIONS[question].document else 0
    return looked + mean(sum(read["hits"] for read in reads) for reads in service_receipts(service, question, asked))


def floor_hits(driver: Driver, question: str, asked: list[Asked]) -> float:
    """Mean hits per request of the baseline form with fewer hits."""
    texts = [floor_text(question, collected=collected) for collected in (False, True)]
    return min(mean(profiled(driver, text, each.parameters) for each in asked[:MOST_ASKED]) for text in texts)


def profiled(driver: Driver, text: str, parameters: dict[str, Any]) -> int:
    """Hits of one statement; its transaction is rolled back."""
    with driver.session() as session, session.begin_transaction() as transaction:
        return _profile(transaction, text, parameters)


def _profile(transaction: Transaction, text: str, parameters: dict[str, Any]) -> int:
    profile = transaction.run("PROFILE " + text, parameters).consume().profile  # pyright: ignore[reportArgumentType] - not literal
    return sum_hits(profile or {})


def sum_hits(plan: dict[str, Any]) -> int:
    """The hits of all operators of a profile."""
    return plan.get("dbHits", 0) + sum(sum_hits(below) for below in plan.get("children", []))
