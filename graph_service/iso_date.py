"""Dates as text: how every part of the service reads YYYY-MM-DD."""

import re
from datetime import date
from typing import Final

ISO_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def parse_iso_date(text: str) -> date:
    """The date written as YYYY-MM-DD. ValueError for any other notation and for a date that does not exist."""
    if not ISO_DATE.fullmatch(text):  # date.fromisoformat also reads 20260130 and 2026-W05-5
        raise ValueError(f"{text!r} is not written as YYYY-MM-DD.")
    return date.fromisoformat(text)
