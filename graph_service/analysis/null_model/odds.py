"""What chance would have given: for every reuse the odds that its lesson came from the group that made it."""

from dataclasses import dataclass

import numpy as np

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.facts.arrays import Flags
from graph_service.analysis.facts.tables import Events, ReuseScope
from graph_service.analysis.null_model.opportunities import Chances, Held, Offer, anything, chances
from graph_service.analysis.null_model.same_topic import on_same_topics
from graph_service.analysis.null_model.trials import Trials, trials_of
from graph_service.analysis.organisation.groups import Partition
from graph_service.analysis.organisation.transfers import roll_up_shares, roll_up_transfers


@dataclass(frozen=True, slots=True, eq=False)
class Odds:
    """The trials that are tested, the chances of each, and those left out since their lesson has no topic (on_topic only)."""

    trials: Trials
    chances: Chances
    left_out: Trials

    def among(self, events: Flags) -> "Odds":
        """Those of the events that are flagged."""
        rows, others = np.flatnonzero(events[self.trials.event]), np.flatnonzero(events[self.left_out.event])
        chosen = Chances(self.chances.mean[rows], self.chances.variance[rows])
        return Odds(self.trials.only(rows), chosen, self.left_out.only(others))


def odds_of(columns: Columns, parts: Partition, lessons: Flags, topic: str | None, *, on_topic: bool) -> tuple[Odds, ...]:
    """The odds of all reuses of these lessons, those about the topic, by somebody else than who learned them; by block of transfers.

    They do not depend on a window, which masks events and never what there was to choose from. So they are remembered.
    """
    key = "odds", parts.of.tobytes(), topic, on_topic
    return columns.memo.recall(key, lambda: _odds_of(columns, parts, lessons, on_topic=on_topic))


def by_others(events: Events) -> Flags:
    """For each event whether it is by somebody else than who learned the lesson, between known departments."""
    return (events.scope == ReuseScope.INTERNAL) | (events.scope == ReuseScope.CROSS)


def _odds_of(columns: Columns, parts: Partition, lessons: Flags, *, on_topic: bool) -> tuple[Odds, ...]:
    made = lessons[columns.events.lesson] & by_others(columns.events)
    tested = made & (columns.lessons.topics.counts > 0)[columns.events.lesson] if on_topic else made
    offer = Offer(lessons, roll_up_shares(columns.learned_in, parts), len(parts.groups))
    held = (on_same_topics if on_topic else anything)(columns, offer, np.flatnonzero(tested))
    blocks = (trials_of(roll_up_transfers(block, parts).only(made)) for block in columns.transfers)
    return tuple(_odds(columns, trials, tested, held) for trials in blocks)


def _odds(columns: Columns, made: Trials, tested: Flags, held: Held) -> Odds:
    kept = tested[made.event]
    trials = made.only(np.flatnonzero(kept))
    return Odds(trials, chances(columns, trials, held), made.only(np.flatnonzero(~kept)))
