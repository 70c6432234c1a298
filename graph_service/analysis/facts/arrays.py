"""The array types of the analysis, and how days and missing values are stored in them.

A code is the position of a node among the ids of its table: department 3 is `departments.ids[3]`. A day is the number of days since
1970-01-01.
"""

from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from graph_service.model.enums import DescribedEnum

Indices = NDArray[np.intp]  # codes, row numbers and counts, as numpy computes and indexes with them
Int32s = NDArray[np.int32]  # codes, as columns store them
Days = NDArray[np.int32]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
EnumCodes = NDArray[np.int8]  # see enum_code

EPOCH: Final = date(1970, 1, 1).toordinal()
MIN_DAY: Final = int(np.iinfo(np.int32).min)  # before any day: the start of a period that has none
MAX_DAY: Final = int(np.iinfo(np.int32).max)  # after any day: the publication of a draft, the end of an open period
UNKNOWN: Final = -1  # the code of a missing person, project, currency, phase or outcome


def day_number(day: date) -> int:
    """Days since 1970-01-01; negative before."""
    return day.toordinal() - EPOCH


def enum_code(member: DescribedEnum) -> int:
    """The position of a member in its enum. Columns hold this code: numpy finds no code array equal to the member itself."""
    return list(type(member)).index(member)
