"""The process between the service and Neo4j, run as a script: python watchdog.py LOCK_FILE

It locks the data directory, starts Neo4j on request, and stops it on request or when its standard input closes. The operating system closes that
input even if the service is killed, so Neo4j never outlives the service, and the lock is held as long as Neo4j runs, not only as long as the service
does. It runs in a session of its own: Ctrl-C in the terminal reaches only the service, which then has time for a checkpoint.

It imports only small parts of the standard library, to start in 20 ms.
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
STOP_TIMEOUT = 120.0  # seconds that Neo4j has to shut down before it is killed
STOP_TIMEOUT_WITHOUT_SERVICE = 5.0  # the same when the service is gone; changes that are not in the checkpoint are in the transaction log


def take_lock(path: str) -> sqlite3.Connection:
    """Locks the file. sqlite3.OperationalError when another process holds the lock (SQLITE_BUSY) or the file cannot be locked.

    SQLite's lock is the only one in the standard library that works the same on all systems and is released when its holder dies.
    """
    connection = sqlite3.connect(path, timeout=0, isolation_level=None)
    connection.execute("BEGIN EXCLUSIVE")
    return connection


def reply(word: str) -> None:
    """Sends one line to the service."""
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def start(request: dict[str, Any]) -> "subprocess.Popen[bytes]":
    """Starts the command of a request in its environment, with its output in the log file."""
    with open(request["log"], "wb") as log:  # noqa: PTH123 - pathlib would double the start time
        return subprocess.Popen(request["command"], env=request["environment"], stdin=subprocess.DEVNULL, stdout=log, stderr=log)


def stop(process: "subprocess.Popen[bytes]", timeout: float) -> None:
    """Terminates the process; kills it after the timeout, in seconds."""
    process.terminate()
    try:
        process.wait(timeout)
    except subprocess.TimeoutExpired:
        process.kill()


def stop_on_request(process: "subprocess.Popen[bytes]", run_file: str) -> None:
    """Stops Neo4j when the service requests it or is gone. Deletes the run file first: no command may attach to a Neo4j that is stopping."""
    requested = sys.stdin.buffer.readline() == STOP
    with contextlib.suppress(FileNotFoundError):
        os.unlink(run_file)  # noqa: PTH108 - as above
    stop(process, STOP_TIMEOUT if requested else STOP_TIMEOUT_WITHOUT_SERVICE)


def main() -> int:
    """The exit code of Neo4j; 0 when nothing was started, 1 when the lock is not available."""
    for number in (signal.SIGINT, getattr(signal, "SIGHUP", signal.SIGINT)):
        signal.signal(number, signal.SIG_IGN)
    try:
        lock = take_lock(sys.argv[1])
    except sqlite3.OperationalError as error:
        reply(BUSY if error.sqlite_errorcode == sqlite3.SQLITE_BUSY else str(error))
        return 1
    reply(LOCKED)
    line = sys.stdin.buffer.readline()
    if line in (b"", STOP):
        return 0
    request = json.loads(line)
    process = start(request)
    signal.signal(signal.SIGTERM, lambda _number, _frame: process.terminate())
    reply(str(process.pid))
    threading.Thread(target=stop_on_request, args=(process, request["run_file"]), daemon=True).start()
    code = process.wait()
    lock.close()
    return code


if __name__ == "__main__":
    # Not sys.exit: when Neo4j exits by itself, the thread above is still reading, which would end the interpreter with a fatal error.
    os._exit(main())
