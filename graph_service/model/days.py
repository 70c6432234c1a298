"""The days that can be recorded."""

from datetime import date, timedelta
from typing import Final

# A day outside of these is a typing error.
EARLIEST_DAY: Final = date(1800, 1, 1)
LAST_DAY: Final = date(2100, 12, 31)
# The first day on which a lesson can have been learned or reused. An earlier one would stretch every timeline to centuries.
FIRST_DAY: Final = date(1950, 1, 1)


def day_after(day: date) -> date:
    """The next day; the last day of the calendar itself, which no day follows."""
    return day if day == date.max else day + timedelta(days=1)
