"""What a few judgements say about a share."""

from typing import Final

import numpy as np

from graph_service.analysis.facts.arrays import Floats, Indices

Z: Final = 1.959963984540054  # of the normal distribution, for 95 in a hundred


def wilson_lower(successes: Indices, trials: Indices) -> Floats:
    """The lower end of the score interval of Wilson (1927) for a share, 95% two-sided; 0 without trials."""
    tried = np.maximum(trials, 1)
    share = successes / tried
    spread = Z * np.sqrt(share * (1 - share) / tried + Z**2 / (4 * tried**2))
    return np.where(trials > 0, np.maximum((share + Z**2 / (2 * tried) - spread) / (1 + Z**2 / tried), 0), 0.0)


def wilson_centre(successes: Indices, trials: Indices) -> Floats:
    """The middle of that interval, (successes + z^2 / 2) / (trials + z^2): a half without trials, and near the share after many."""
    return (successes + Z**2 / 2) / (trials + Z**2)
