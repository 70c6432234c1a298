"""The data directory of a local Neo4j: its files, its password, and the process that runs on it."""

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
LOG_TAIL_LINES = 8
KILL_TIMEOUT = 10.0  # seconds; in a container without an init process a killed process remains as a zombie


@dataclass(frozen=True, slots=True)
class Connection:
    """The addresses and the login for Neo4j Browser, cypher-shell or a notebook."""

    bolt: str
    browser: str
    user: str
    password: str


@dataclass(frozen=True, slots=True)
class RunningServer:
    """The content of the run file: process id and ports of the Neo4j that is running."""

    process: int
    bolt_port: int
    browser_port: int


@dataclass(frozen=True, slots=True)
class DataDirectory:
    """A data directory; it may not exist yet."""

    path: Path

    @property
    def lock_file(self) -> Path:
        """Locked by the watchdog while Neo4j runs here."""
        return self.path / "lock"

    @property
    def password_file(self) -> Path:
        """The password of the database. Only its owner can read it."""
        return self.path / "password"

    @property
    def run_file(self) -> Path:
        """Names the process and the ports of the Neo4j here. Exists while others may attach to it."""
        return self.path / "running.json"

    @property
    def console_log(self) -> Path:
        """The output of Neo4j since its last start."""
        return self.path / "logs" / "console.log"

    @property
    def has_data(self) -> bool:
        """Whether Neo4j was ever started here."""
        return (self.path / "data" / "databases").is_dir()

    def connection(self, bolt_port: int, browser_port: int) -> Connection:
        """The connection for a Neo4j that runs here on these ports. Raises Conflict when the password file is missing."""
        try:
            password = self.password_file.read_text(encoding="utf-8").strip()
        except OSError as error:
            raise Conflict(
                f"The password of the database in {self.path} cannot be read from {self.password_file} ({error.strerror}). "
                "Restore that file, or choose another directory with --data DIR."
            ) from error
        bolt = f"bolt://127.0.0.1:{bolt_port}"
        # Neo4j Browser assumes the default port unless its own address contains another.
        return Connection(bolt, f"http://127.0.0.1:{browser_port}/browser/?dbms={bolt}", USER, password)

    def running(self) -> RunningServer | None:
        """The server in the run file, which may have crashed since; None after a clean stop."""
        try:
            return RunningServer(**json.loads(self.run_file.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def write_run_file(self, server: RunningServer) -> None:
        """Lets others attach to this server."""
        write_atomically(self.run_file, json.dumps(asdict(server)).encode())

    def delete_run_file(self) -> None:
        """Keeps others from attaching."""
        self.run_file.unlink(missing_ok=True)

    def log_tail(self) -> str:
        """The last lines of the console log, and the path of the file."""
        try:
            lines = self.console_log.read_text(encoding="utf-8", errors="replace").splitlines()[-LOG_TAIL_LINES:]
        except OSError:
            lines = []
        return "\n".join([*(f"  {line}" for line in lines), f"The whole log: {self.console_log}"])


def home_options(directory: DataDirectory) -> tuple[str, str]:
    """The command-line options that start Neo4j in this directory. They also identify its process."""
    return f"--home-dir={directory.path}", f"--config-dir={directory.path / 'conf'}"


def locate_data_directory(data: Path | None) -> DataDirectory:
    """The data directory at this path, by default in the user's data folder. It may not exist."""
    return DataDirectory((data or platformdirs.user_data_path(APPLICATION, appauthor=False)).expanduser().resolve())


def create_data_directory(data: Path | None) -> DataDirectory:
    """The data directory at this path, created if it does not exist. Raises InvalidInput when it cannot be written."""
    directory = locate_data_directory(data)
    path = directory.path
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name in ("conf", "data", "logs", "run", "import", "plugins"):
            (path / name).mkdir(exist_ok=True)
    except OSError as error:
        raise InvalidInput(f"The data directory {path} cannot be used ({error.strerror}). Choose another with --data DIR.") from error
    if not os.access(path, os.W_OK | os.X_OK):
        raise InvalidInput(f"You have no permission to write to the data directory {path}. Choose another with --data DIR.")
    return directory


def ensure_password(directory: DataDirectory) -> str:
    """The password in the password file. Creates one when there is neither a file nor data."""
    if not directory.has_data and not directory.password_file.exists():
        # Hexadecimal, because Neo4j's admin tool takes a password that starts with a dash for an option; 1 in 64 of token_urlsafe's do.
        write_atomically(directory.password_file, secrets.token_hex(18).encode())
    return directory.connection(0, 0).password


def require_compatible_release(directory: DataDirectory, release: Release) -> None:
    """Raises Conflict when a newer Neo4j has written the data, which an older one cannot read. Otherwise records this release."""
    version_file = directory.path / "version"
    written_by = parse_release(version_file.read_text(encoding="utf-8")) if version_file.is_file() else release
    if release < written_by:
        raise Conflict(
            f"{directory.path} contains data of Neo4j {written_by.text}, which {release.text} cannot read. "
            f"Set GRAPH_SERVICE_NEO4J_VERSION={written_by.text}, or choose another directory with --data DIR."
        )
    write_atomically(version_file, release.text.encode())


def kill_orphan(directory: DataDirectory, process: int) -> None:
    """Kills a Neo4j of this directory whose watchdog was killed. Its transaction log is complete, so no acknowledged write is lost."""
    if not _is_neo4j_of(directory, process):
        return
    deadline = time.monotonic() + KILL_TIMEOUT
    with contextlib.suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)
        while time.monotonic() < deadline:  # until its ports are free again
            time.sleep(0.05)
            os.kill(process, 0)


def _is_neo4j_of(directory: DataDirectory, process: int) -> bool:
    # Process ids are reused, so the id alone proves nothing; the command line names the directory.
    if shutil.which("ps") is None:
        return False
    ps = subprocess.run(["ps", "-ww", "-p", str(process), "-o", "args="], capture_output=True, text=True, check=False)
    return " ".join(home_options(directory)) in ps.stdout
