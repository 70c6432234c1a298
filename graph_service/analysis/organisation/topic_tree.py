"""Broader and narrower topics, at any distance."""

import numpy as np

from graph_service.analysis.facts.arrays import Flags, Indices
from graph_service.analysis.facts.ragged import expand
from graph_service.analysis.facts.tables import Topics
from graph_service.analysis.organisation.closure import reachable


def narrower(topics: Topics, chosen: Flags) -> Flags:
    """These topics and all narrower ones."""
    narrow, broad = _pairs(topics)
    return reachable(chosen, broad, narrow)


def broader(topics: Topics, chosen: Flags) -> Flags:
    """These topics and all broader ones."""
    narrow, broad = _pairs(topics)
    return reachable(chosen, narrow, broad)


def _pairs(topics: Topics) -> tuple[Indices, Indices]:
    """Each topic with each that is one step broader."""
    narrow, entry = expand(topics.broader, np.arange(len(topics.ids)))
    return narrow, topics.broader.values[entry].astype(np.intp)
