"""What a crash, an outage or a full disk costs: python -m tests.benchmarks.faults

Starts Neo4j and the service in a temporary folder, kills and stops their processes under writes with idempotency keys, and compares what was
acknowledged with what the graph has. Prints Markdown; progress goes to standard error. Takes about 20 minutes. The exit code is 1 when
something was lost, doubled or different.
"""

import argparse
import asyncio
import sys
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.faults.kills import interrupt_import, kill_processes
from tests.benchmarks.faults.outages import fill_disk, stop_responding
from tests.benchmarks.reading.seeded_organisation import SIZES, write_tables

PARTS = ("kills", "stopped", "disk", "import")


def read_options() -> argparse.Namespace:
    """Parses the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.faults", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS, help="only these")
    parser.add_argument("--kills", type=int, default=50, help="of a worker, the supervisor, Neo4j, and both, in turns (50)")
    parser.add_argument("--seconds", type=float, default=60, help="that Neo4j is suspended (60)")
    parser.add_argument("--import-kills", type=int, default=10, help="of one import (10)")
    parser.add_argument("--size", choices=SIZES, default="S", help="of the organisation that is imported (S)")
    return parser.parse_args()


async def run(options: argparse.Namespace, folder: Path) -> bool:
    """Runs the parts and prints their results. False when one of them is wrong."""
    tables = folder / "tables"
    write_tables(tables, options.size)
    parts: dict[str, Callable[[], Awaitable[Iterator[str]]]] = {
        "kills": lambda: kill_processes(options.kills, tables, folder),
        "stopped": lambda: stop_responding(options.seconds, folder),
        "disk": lambda: fill_disk(folder),
        "import": lambda: interrupt_import(options.import_kills, tables, folder),
    }
    right = True
    for name in options.parts:
        lines = list(await parts[name]())
        print("\n".join(lines), end="\n\n", flush=True)
        right &= "WRONG." not in lines
    return right


def main() -> None:
    """Runs everything in a temporary folder."""
    options = read_options()
    with TemporaryDirectory(prefix="graph-service-faults-", ignore_cleanup_errors=True) as folder:
        sys.exit(0 if asyncio.run(run(options, Path(folder))) else 1)


if __name__ == "__main__":
    main()
