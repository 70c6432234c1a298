"""All measures, each with its cost, and whether requests share its result.

The unit of cost is the work of `flow` for one reuse, about 0.1 microseconds of one core. The factors were measured on organisations of
20,000 and 40,000 lessons, 60,000 and 120,000 reuses, 30 and 120 departments (the generator of tests/benchmarks/network.py), the inputs of
a measure included. The factor of missed_reuse follows from its full-text searches, which take 10 to 20 ms each on 100,000 lessons.
"""

from typing import Final

import numpy as np

from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.measures.benefits import benefits
from graph_service.analysis.measures.brokers import brokers
from graph_service.analysis.measures.communities import communities
from graph_service.analysis.measures.declaration import MINIMUM_ROWS, UNITS_PER_ROW, Cost, Measure
from graph_service.analysis.measures.departure import without
from graph_service.analysis.measures.experts import experts
from graph_service.analysis.measures.flow import flow
from graph_service.analysis.measures.introductions import introductions
from graph_service.analysis.measures.lessons_for import lessons_for
from graph_service.analysis.measures.missed_reuse import missed_reuse
from graph_service.analysis.measures.most_reused import most_reused
from graph_service.analysis.measures.node_graph import node_graph
from graph_service.analysis.measures.pairs_at_risk import pairs_at_risk
from graph_service.analysis.measures.participation.capture import capture
from graph_service.analysis.measures.participation.conversations import conversations
from graph_service.analysis.measures.participation.participation import participation
from graph_service.analysis.measures.participation.rundown_use import rundown_use
from graph_service.analysis.measures.people_e_index import people_e_index
from graph_service.analysis.measures.shelf import shelf
from graph_service.analysis.measures.silos import e_index, silos
from graph_service.analysis.measures.similar_lessons import similar_lessons
from graph_service.analysis.measures.story_balance import story_balance
from graph_service.analysis.measures.timeline import timeline
from graph_service.analysis.null_model.pair_draws import pair_draws
from graph_service.analysis.organisation.groups import partition_departments
from graph_service.analysis.organisation.view import View
from graph_service.analysis.people.person_network import PersonNetwork
from graph_service.analysis.people.shared_work import size
from graph_service.analysis.scope.masks import within

# One request may have a few of them however large the network is: large networks are computed one at a time, and the results are kept.
MAX_SCORE_ROWS: Final = 1_000_000


def work(*, events: int = 0, lessons: int = 0, pairs: int = 0) -> Cost:
    """The work for each reuse in the window, for each lesson, and for each pair of groups."""

    def cost(columns: Columns, view: View) -> int:
        groups = len(partition_departments(columns.departments, view).groups) if pairs else 0
        in_window = int(np.count_nonzero(within(columns.events.day, view)))
        return events * in_window + lessons * len(columns.lessons.ids) + pairs * groups**2

    return cost


def score_cost_in_rows(network: PersonNetwork) -> int:
    """The cost of a score of all people of a network (PersonScore), in rows: betweenness takes 0.1 units for each person and tie."""
    return min(MINIMUM_ROWS + size(network) // (10 * UNITS_PER_ROW), MAX_SCORE_ROWS)


NETWORK_MEASURES: Final = (
    Measure(flow, work(events=1, pairs=30)),
    Measure(silos, work(events=2, lessons=3, pairs=25), shared=True, attribute="silos"),
    Measure(e_index, work(events=2, lessons=3, pairs=25)),
    Measure(people_e_index, work(events=3), shared=True),
    Measure(most_reused, work(events=1)),
    Measure(missed_reuse, work(lessons=150)),
    Measure(brokers, work(events=15, pairs=1)),
    Measure(pairs_at_risk, work(events=1, pairs=1), shared=True),
    Measure(without, work(events=3, pairs=1)),
    Measure(introductions, work(events=10, lessons=60, pairs=150), shared=True),
    Measure(communities, work(events=150), shared=True),
    Measure(shelf, work(events=1, lessons=3)),
    Measure(benefits, work(events=2)),
    Measure(story_balance, work(lessons=3)),
    Measure(participation, work(events=1, lessons=1)),
    Measure(capture, work(lessons=8)),
    Measure(rundown_use, work(lessons=2)),
    Measure(conversations, work(lessons=1)),
    Measure(timeline, work(events=1, lessons=1)),
    Measure(node_graph, work(events=4, lessons=3, pairs=65)),
)
"""The fields of `network`, in their order."""

ROOT_MEASURES: Final = (
    Measure(experts, work(events=2, lessons=2)),
    Measure(lessons_for, work(events=2, lessons=2)),
    Measure(similar_lessons, work(events=4, lessons=1)),
)
"""Root fields of their own."""

PAIR_DRAWS: Final = Measure(pair_draws, work(events=6, lessons=6, pairs=30), shared=True)
"""An input of `flow`, which is charged only if it is used."""

MEASURES: Final = {measure.name: measure for measure in (*NETWORK_MEASURES, *ROOT_MEASURES)}
