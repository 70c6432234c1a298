"""The `graph-service` command. Heavy modules are imported inside the commands, so that --help and a second start are fast."""

from graph_service.cli import data, doctor, explain, export, imports, inspect, report, serve, token
from graph_service.cli.command_group import main

__all__ = ["data", "doctor", "explain", "export", "imports", "inspect", "main", "report", "serve", "token"]
