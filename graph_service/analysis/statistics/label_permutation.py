"""The E-I index of a network of people when group labels are assigned at random: the label-permutation null."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import comb, perm, sqrt


@dataclass(frozen=True, slots=True)
class NullDistribution:
    """The mean and the standard deviation of the E-I index over all permutations of the group labels."""

    mean: float
    deviation: float


def permute_labels(groups: Sequence[int], degrees: Sequence[int]) -> NullDistribution:
    """The label-permutation null in closed form: ties are undirected and binary and stay, labels move. Needs at least one tie.

    groups: the number of people in each group. degrees: the number of ties of each person, at least one. With n people, L ties, I of
    them within groups, and S2 = sum C(d_v, 2) the number of pairs of ties that share a person,

        p  = sum n_k (n_k - 1) / (n (n - 1)),
        P3 = sum n_k (n_k - 1) (n_k - 2) / (n (n - 1) (n - 2)),
        P4 = (sum n_k (n_k - 1) (n_k - 2) (n_k - 3) + sum_{a != b} n_a (n_a - 1) n_b (n_b - 1)) / (n (n - 1) (n - 2) (n - 3))

    are the probabilities that one tie, two ties that share a person, and two ties that do not, lie within groups. Then E0 = 1 - 2 p and
    SD = 2 sqrt(Var I) / L with Var I = L p + 2 S2 P3 + 2 (C(L, 2) - S2) P4 - (L p)^2. Enumerating all permutations gives the same.
    """
    people, ties = sum(groups), sum(degrees) // 2
    adjacent_pairs = sum(comb(degree, 2) for degree in degrees)
    within = Fraction(_draws(groups, 2), perm(people, 2))
    two_groups = _draws(groups, 2) ** 2 - sum(perm(size, 2) ** 2 for size in groups)
    variance = ties * within - (ties * within) ** 2
    variance += 2 * adjacent_pairs * Fraction(_draws(groups, 3), max(perm(people, 3), 1))
    variance += 2 * (comb(ties, 2) - adjacent_pairs) * Fraction(_draws(groups, 4) + two_groups, max(perm(people, 4), 1))
    return NullDistribution(float(1 - 2 * within), 2 * sqrt(variance) / ties)


def _draws(groups: Sequence[int], people: int) -> int:
    """The number of ordered draws of that many different people from one group."""
    return sum(perm(size, people) for size in groups)
