"""The `graph-service` command. Heavy modules are imported inside the commands, so that --help and a second start are fast."""

from graph_service.cli import backup, data, doctor, explain, export, imports, inspect, report, serve, token, undo_import
from graph_service.cli.command_group import main

__all__ = ["backup", "data", "doctor", "explain", "export", "imports", "inspect", "main", "report", "serve", "token", "undo_import"]
