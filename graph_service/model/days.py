"""The days that can be recorded."""

from datetime import date
from typing import Final

# A day outside of these is a typing error, and one such day would stretch every timeline to centuries.
FIRST_DAY: Final = date(1950, 1, 1)
LAST_DAY: Final = date(2100, 12, 31)
