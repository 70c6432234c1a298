"""A process of its own between the service and Neo4j, run as a script: python watchdog.py LOCK

It takes the lock on the data directory, starts what it is told to, and ends it when it is told to or when its standard input closes.
The operating system closes that for a service that was killed, so Neo4j never outlives it; and the lock is held for as long as Neo4j runs, not only
for as long as the service does. It sits in a session of its own, so that Ctrl-C in the terminal reaches the service alone, which
then has the time to checkpoint.

Standard library only, and little of it: it starts in 20 ms.
"""

import contextlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from typing import Any

LOCKED = "locked"
BUSY = "busy"
STOP = b"stop\n"
PATIENCE = 120.0  # seconds to shut down in, before it is killed
PATIENCE_WITHOUT_SERVICE = 5.0  # nobody is left to wait; what is not in the checkpoint is in the transaction log


def take_lock(path: str) -> sqlite3.Connection:
    """sqlite3.OperationalError when another process has it (SQLITE_BUSY), or when it cannot be had at all.

    SQLite's is the one lock of the standard library that works the same everywhere and that the system gives back when its holder dies.
    """
    connection = sqlite3.connect(path, timeout=0, isolation_level=None)
    connection.execute("BEGIN EXCLUSIVE")
    return connection


def say(word: str) -> None:
    """One line to the service."""
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def start(order: dict[str, Any]) -> "subprocess.Popen[bytes]":
    """Starts the command of an order, with its environment, writing into its log."""
    with open(order["log"], "wb") as log:  # noqa: PTH123 - pathlib would double the start time
        return subprocess.Popen(order["command"], env=order["environment"], stdin=subprocess.DEVNULL, stdout=log, stderr=log)


def end(process: "subprocess.Popen[bytes]", patience: float) -> None:
    """Asks it to stop; kills it when it does not."""
    process.terminate()
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        process.kill()


def end_after_service(process: "subprocess.Popen[bytes]", note: str) -> None:
    """Waits for the service to say stop, or to die. The note goes first: nobody may attach to a Neo4j that is stopping."""
    asked = sys.stdin.buffer.readline() == STOP
    with contextlib.suppress(FileNotFoundError):
        os.unlink(note)  # noqa: PTH108 - as above
    end(process, PATIENCE if asked else PATIENCE_WITHOUT_SERVICE)


def main() -> int:
    """The exit code of what was started; 0 when there was nothing to start, 1 without the lock."""
    for number in (signal.SIGINT, getattr(signal, "SIGHUP", signal.SIGINT)):
        signal.signal(number, signal.SIG_IGN)
    try:
        lock = take_lock(sys.argv[1])
    except sqlite3.OperationalError as error:
        say(BUSY if error.sqlite_errorcode == sqlite3.SQLITE_BUSY else str(error))
        return 1
    say(LOCKED)
    line = sys.stdin.buffer.readline()
    if line in (b"", STOP):
        return 0
    order = json.loads(line)
    process = start(order)
    signal.signal(signal.SIGTERM, lambda _number, _frame: process.terminate())
    say(str(process.pid))
    threading.Thread(target=end_after_service, args=(process, order["note"]), daemon=True).start()
    code = process.wait()
    lock.close()
    return code


if __name__ == "__main__":
    # Not sys.exit: when Neo4j ends by itself, the thread above still reads, and the interpreter would end with a fatal error over it.
    os._exit(main())
