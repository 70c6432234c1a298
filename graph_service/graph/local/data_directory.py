"""The data directory of a local Neo4j: where what lies in it, its password, and who runs it."""

import contextlib
import json
import os
import secrets
import shutil
import signal
import subprocess
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import platformdirs

from graph_service.errors import Conflict, InvalidInput
from graph_service.graph.local.atomic_file import write_atomically
from graph_service.graph.local.releases import Release, parse_release

USER = "neo4j"
APPLICATION = "graph-service"
LAST_LINES = 8
LEFTOVER_PATIENCE = 10.0  # seconds; a container without an init process never buries its dead


@dataclass(frozen=True, slots=True)
class Connection:
    """What a person needs to log in with Neo4j Browser, cypher-shell or a notebook."""

    bolt: str
    browser: str
    user: str
    password: str


@dataclass(frozen=True, slots=True)
class RunningServer:
    """Written while Neo4j runs: its process and its ports."""

    process: int
    bolt_port: int
    browser_port: int


@dataclass(frozen=True, slots=True)
class DataDirectory:
    """A data directory."""

    path: Path

    @property
    def lock(self) -> Path:
        """Held by the watchdog while Neo4j runs here."""
        return self.path / "lock"

    @property
    def password_file(self) -> Path:
        """Readable by its owner alone."""
        return self.path / "password"

    @property
    def note(self) -> Path:
        """Says who runs Neo4j here; there while it may be attached to."""
        return self.path / "running.json"

    @property
    def console(self) -> Path:
        """What Neo4j said since it was last started."""
        return self.path / "logs" / "console.log"

    @property
    def has_data(self) -> bool:
        """Whether Neo4j was ever started here."""
        return (self.path / "data" / "databases").is_dir()

    def connection(self, bolt_port: int, browser_port: int) -> Connection:
        """How to log in when Neo4j runs here on these ports. Conflict when the password is missing."""
        try:
            password = self.password_file.read_text(encoding="utf-8").strip()
        except OSError as error:
            raise Conflict(
                f"The password of the database in {self.path} is not in {self.password_file} ({error.strerror}). "
                "Put it there, or choose another directory with --data."
            ) from error
        bolt = f"bolt://127.0.0.1:{bolt_port}"
        # Neo4j Browser supposes the usual port, unless its own address tells it another.
        return Connection(bolt, f"http://127.0.0.1:{browser_port}/browser/?dbms={bolt}", USER, password)

    def running(self) -> RunningServer | None:
        """What was noted by whoever runs, or ran, Neo4j here; None after a clean stop."""
        try:
            return RunningServer(**json.loads(self.note.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def note_running(self, running: RunningServer | None) -> None:
        """Notes who runs Neo4j here, or that nobody does."""
        if running is None:
            self.note.unlink(missing_ok=True)
        else:
            write_atomically(self.note, json.dumps(asdict(running)).encode())

    def last_words(self) -> str:
        """The last lines of the log, and where the rest is."""
        try:
            lines = self.console.read_text(encoding="utf-8", errors="replace").splitlines()[-LAST_LINES:]
        except OSError:
            lines = []
        return "\n".join([*(f"  {line}" for line in lines), f"The whole log: {self.console}"])


def home_options(directory: DataDirectory) -> tuple[str, str]:
    """What Neo4j is started with here, and recognised by."""
    return f"--home-dir={directory.path}", f"--config-dir={directory.path / 'conf'}"


def locate_data_directory(data: Path | None) -> DataDirectory:
    """The directory asked for, or the user's own, whether it is there or not."""
    return DataDirectory((data or platformdirs.user_data_path(APPLICATION, appauthor=False)).expanduser().resolve())


def create_data_directory(data: Path | None) -> DataDirectory:
    """The directory asked for, or the user's own; made when it is not there. InvalidInput when it cannot be written to."""
    directory = locate_data_directory(data)
    path = directory.path
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name in ("conf", "data", "logs", "run", "import", "plugins"):
            (path / name).mkdir(exist_ok=True)
    except OSError as error:
        raise InvalidInput(f"The data directory {path} cannot be used ({error.strerror}). Choose another with --data DIR.") from error
    if not os.access(path, os.W_OK | os.X_OK):
        raise InvalidInput(f"The data directory {path} may not be written to by this user. Choose another with --data DIR.")
    return directory


def ensure_password(directory: DataDirectory) -> str:
    """The password in its file; a new one when there is neither file nor data."""
    if not directory.has_data and not directory.password_file.exists():
        # Hexadecimal: Neo4j's tool takes a password that begins with a dash, as one in 64 of token_urlsafe does, for an option.
        write_atomically(directory.password_file, secrets.token_hex(18).encode())
    return directory.connection(0, 0).password


def require_compatible_release(directory: DataDirectory, release: Release) -> None:
    """Conflict when the data were written by a newer Neo4j, which an older one cannot read. Otherwise notes this release."""
    note = directory.path / "version"
    written_by = parse_release(note.read_text(encoding="utf-8")) if note.is_file() else release
    if release < written_by:
        raise Conflict(
            f"{directory.path} holds data of Neo4j {written_by.text}, which {release.text} cannot read. "
            f"Set GRAPH_SERVICE_NEO4J_VERSION={written_by.text}, or choose another directory with --data DIR."
        )
    write_atomically(note, release.text.encode())


def kill_orphan(directory: DataDirectory, process: int) -> None:
    """Kills a Neo4j of this directory whose watchdog was killed. Its transaction log is whole, so nothing acknowledged is lost."""
    if not _runs_here(directory, process):
        return
    deadline = time.monotonic() + LEFTOVER_PATIENCE
    with contextlib.suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)
        while time.monotonic() < deadline:  # until its ports are free again
            time.sleep(0.05)
            os.kill(process, 0)


def _runs_here(directory: DataDirectory, process: int) -> bool:
    # Process numbers are used again, so the number alone proves nothing: its command line names the directory.
    if shutil.which("ps") is None:
        return False
    answer = subprocess.run(["ps", "-ww", "-p", str(process), "-o", "args="], capture_output=True, text=True, check=False)
    return " ".join(home_options(directory)) in answer.stdout
