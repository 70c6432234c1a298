"""For every reuse, the odds that chance would have drawn a lesson of the group that made it."""

from dataclasses import dataclass

import numpy as np

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.facts.aggregation import sum_by
from graph_service.analysis.facts.arrays import Flags
from graph_service.analysis.facts.tables import Events, ReuseScope
from graph_service.analysis.null_model.opportunities import AlternativeSums, Catalogue, Chances, Trials, any_lesson, chances
from graph_service.analysis.null_model.same_topic import same_topic_lessons
from graph_service.analysis.organisation.groups import Partition
from graph_service.analysis.organisation.transfers import Transfers, roll_up_shares, roll_up_transfers


@dataclass(frozen=True, slots=True, eq=False)
class Odds:
    """The trials that are tested, the chances of each, and the trials left out because their lesson has no topic (on_topic only)."""

    trials: Trials
    chances: Chances
    left_out: Trials

    def among(self, events: Flags) -> "Odds":
        """The trials of the flagged events."""
        tested, left_out = np.flatnonzero(events[self.trials.event]), np.flatnonzero(events[self.left_out.event])
        kept = Chances(self.chances.mean[tested], self.chances.variance[tested])
        return Odds(self.trials.only(tested), kept, self.left_out.only(left_out))


def odds_of(columns: Columns, parts: Partition, lessons: Flags, topic: str | None, *, on_topic: bool) -> tuple[Odds, ...]:
    """The odds of all reuses of these lessons, which are those about the topic, by people who did not learn them; by block of transfers.

    A window masks events and never the lessons available, so the odds do not depend on it and are kept for the next window.
    """
    key = "odds", parts.of.tobytes(), topic, on_topic
    return columns.memo.recall(key, lambda: _odds_of(columns, parts, lessons, on_topic=on_topic))


def by_others(events: Events) -> Flags:
    """For each event whether its reuser did not learn the lesson and the departments of both sides are known."""
    return (events.scope == ReuseScope.INTERNAL) | (events.scope == ReuseScope.CROSS)


def _odds_of(columns: Columns, parts: Partition, lessons: Flags, *, on_topic: bool) -> tuple[Odds, ...]:
    made = lessons[columns.events.lesson] & by_others(columns.events)
    tested = made & (columns.lessons.topics.counts > 0)[columns.events.lesson] if on_topic else made
    catalogue = Catalogue(lessons, roll_up_shares(columns.learned_in, parts), len(parts.groups))
    alternative_sums = (same_topic_lessons if on_topic else any_lesson)(columns, catalogue, np.flatnonzero(tested))
    blocks = (_trials(roll_up_transfers(block, parts).only(made)) for block in columns.transfers)
    return tuple(_odds(columns, trials, tested, alternative_sums) for trials in blocks)


def _odds(columns: Columns, made: Trials, tested: Flags, alternative_sums: AlternativeSums) -> Odds:
    kept = tested[made.event]
    trials = made.only(np.flatnonzero(kept))
    return Odds(trials, chances(columns, trials, alternative_sums), made.only(np.flatnonzero(~kept)))


def _trials(transfers: Transfers) -> Trials:
    first = np.ones(len(transfers.event), np.bool_)
    first[1:] = (transfers.event[1:] != transfers.event[:-1]) | (transfers.receiver[1:] != transfers.receiver[:-1])
    trial, starts = np.cumsum(first) - 1, np.flatnonzero(first)
    home = np.flatnonzero(transfers.giver == transfers.receiver)
    made = sum_by(trial, transfers.weight, len(starts))  # g, as the f of a lesson add up to 1
    return Trials(transfers.event[starts], transfers.receiver[starts], sum_by(trial[home], transfers.weight[home], len(starts)) / made)
