"""Wilson's score interval for a share that is known from a few trials."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

Z: Final = 1.959963984540054  # quantile of the normal distribution for 95%, two-sided


def wilson_lower(successes: NDArray[np.intp], trials: NDArray[np.intp]) -> NDArray[np.float64]:
    """The lower end of the score interval of Wilson (1927) for a share, 95% two-sided; 0 without trials."""
    tried = np.maximum(trials, 1)
    share = successes / tried
    spread = Z * np.sqrt(share * (1 - share) / tried + Z**2 / (4 * tried**2))
    return np.where(trials > 0, np.maximum((share + Z**2 / (2 * tried) - spread) / (1 + Z**2 / tried), 0), 0.0)


def wilson_centre(successes: NDArray[np.intp], trials: NDArray[np.intp]) -> NDArray[np.float64]:
    """The centre of that interval, (successes + z^2 / 2) / (trials + z^2): one half without trials, close to the share after many."""
    return (successes + Z**2 / 2) / (trials + Z**2)
