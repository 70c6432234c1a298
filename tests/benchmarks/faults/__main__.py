"""Finds data loss after crashes, outages and a full disk: python -m tests.benchmarks.faults

Starts Neo4j and the service in a temporary folder, kills or suspends their processes while clients write with idempotency keys, and compares
the acknowledged writes with the graph. Prints Markdown; progress goes to standard error. Takes about 20 minutes. The exit code is 1 if data
was lost, duplicated or changed.
"""

import argparse
import asyncio
import sys
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.faults.kills import interrupt_import, kill_processes
from tests.benchmarks.faults.outages import fill_disk, suspend_neo4j
from tests.benchmarks.faults.writers import FAILED
from tests.benchmarks.reading.seeded_organisation import SIZES, write_tables

PARTS = ("kills", "suspension", "disk", "import")


def read_options() -> argparse.Namespace:
    """Parses the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.faults", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS, help="the parts to run (all)")
    parser.add_argument(
        "--kills", type=int, default=50, help="number of kills: of a worker, the supervisor, Neo4j, and the last two together, in turn (50)"
    )
    parser.add_argument("--seconds", type=float, default=60, help="for how long Neo4j is suspended (60)")
    parser.add_argument("--import-kills", type=int, default=10, help="number of times that an import is killed (10)")
    parser.add_argument("--size", choices=SIZES, default="S", help="size of the organisation that is imported (S)")
    return parser.parse_args()


async def run(options: argparse.Namespace, folder: Path) -> bool:
    """Runs the parts and prints their results. Returns whether all passed."""
    tables = folder / "tables"
    write_tables(tables, options.size)
    parts: dict[str, Callable[[], Awaitable[Iterator[str]]]] = {
        "kills": lambda: kill_processes(options.kills, tables, folder),
        "suspension": lambda: suspend_neo4j(options.seconds, folder),
        "disk": lambda: fill_disk(folder),
        "import": lambda: interrupt_import(options.import_kills, tables, folder),
    }
    passed = True
    for name in options.parts:
        lines = list(await parts[name]())
        print("\n".join(lines), end="\n\n", flush=True)
        passed &= FAILED not in lines
    return passed


def main() -> None:
    options = read_options()
    with TemporaryDirectory(prefix="graph-service-faults-", ignore_cleanup_errors=True) as folder:
        sys.exit(0 if asyncio.run(run(options, Path(folder))) else 1)


if __name__ == "__main__":
    main()
