"""The days that can be recorded."""

from datetime import date
from typing import Final

# A day outside of these is a typing error.
EARLIEST_DAY: Final = date(1800, 1, 1)
LAST_DAY: Final = date(2100, 12, 31)
# The first day on which a lesson can have been learned or reused. An earlier one would stretch every timeline to centuries.
FIRST_DAY: Final = date(1950, 1, 1)
