"""The baseline as a process: runs hand-written Cypher with the plain driver behind a plain socket, one thread per connection.

A request is {"question": "Q1", "collected": false, "parameters": {...}}. Prints its port once it listens. Uses the environment variables of
the service to log in to Neo4j.
"""

import json
import os
import socket
import threading
from typing import Any, LiteralString
from uuid import uuid4

import orjson
from neo4j import READ_ACCESS, Driver, GraphDatabase, ManagedTransaction

from tests.benchmarks.reading.keep_alive import read_body
from tests.benchmarks.reading.questions import QUESTIONS, floor_text

TEXTS: dict[tuple[str, bool], LiteralString] = {
    (name, collected): floor_text(name, collected=collected) for name in QUESTIONS for collected in (False, True)
}


def answer(driver: Driver, asked: dict[str, Any]) -> bytes:
    """The result rows as JSON."""
    text, parameters = TEXTS[asked["question"], asked["collected"]], asked["parameters"]
    if QUESTIONS[asked["question"]].writes:
        rows = write(driver, text, parameters)
    else:
        with driver.session(database="neo4j", default_access_mode=READ_ACCESS) as session:
            rows = [record[0] for record in session.run(text, parameters)]
    return orjson.dumps(rows[0] if asked["collected"] else rows)


def write(driver: Driver, text: LiteralString, parameters: dict[str, Any]) -> list[Any]:
    """Runs a write in a managed transaction, with the activity log entry. Raises LookupError when an id does not exist."""
    new = uuid4().hex
    noted = {"id": new, "changed": list(parameters), "result": json.dumps({"id": new, "warnings": []})}

    def work(transaction: ManagedTransaction) -> list[Any]:
        rows = [record[0] for record in transaction.run(text, parameters | noted)]
        if not rows or not rows[0]:
            raise LookupError("A learner, project or topic is not there.")
        return rows

    with driver.session(database="neo4j") as session:
        return session.execute_write(work)


def serve(driver: Driver, connection: socket.socket) -> None:
    """Answers requests one after the other until the client disconnects."""
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    while True:
        try:
            body = read_body(connection)
        except ConnectionError:
            return connection.close()
        answered = answer(driver, orjson.loads(body))
        head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(answered)
        connection.sendall(head + answered)


def main() -> None:
    """Serves until the process is terminated."""
    login = (os.environ["NEO4J_USERNAME"], os.environ["NEO4J_PASSWORD"])
    with GraphDatabase.driver(os.environ["NEO4J_URI"], auth=login, telemetry_disabled=True, notifications_min_severity="OFF") as driver:
        driver.verify_connectivity()
        listener = socket.create_server(("127.0.0.1", 0))
        print(listener.getsockname()[1], flush=True)
        while True:
            threading.Thread(target=serve, args=(driver, listener.accept()[0]), daemon=True).start()


if __name__ == "__main__":
    main()
