"""What the E-I index of a network of people would be had chance dealt out their groups."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import comb, perm, sqrt


@dataclass(frozen=True, slots=True)
class Chance:
    """The mean and the standard deviation of the E-I index over all ways to deal the same groups out to the same people."""

    mean: float
    deviation: float


def deal_out(groups: Sequence[int], degrees: Sequence[int]) -> Chance:
    """The label-permutation null in closed form; its ties stay, undirected and binary. There must be one.

    groups: how many people there are in each. degrees: how many ties each person has, one at least. With n people, L ties, I of them
    inside groups, S2 = sum C(d_v, 2) the pairs of ties that meet in a person, and

        p  = sum n_k (n_k - 1) / (n (n - 1)),
        P3 = sum n_k (n_k - 1) (n_k - 2) / (n (n - 1) (n - 2)),
        P4 = (sum n_k (n_k - 1) (n_k - 2) (n_k - 3) + sum_{a != b} n_a (n_a - 1) n_b (n_b - 1)) / (n (n - 1) (n - 2) (n - 3)),

    the chances that one tie, two that meet, and two that don't lie inside: E0 = 1 - 2 p, and SD = 2 sqrt(Var I) / L, where
    Var I = L p + 2 S2 P3 + 2 (C(L, 2) - S2) P4 - (L p)^2. It is what enumeration of all permutations gives.
    """
    n, ties = sum(groups), sum(degrees) // 2
    meeting = sum(comb(degree, 2) for degree in degrees)
    inside = Fraction(_draws(groups, 2), perm(n, 2))
    pairs = _draws(groups, 2) ** 2 - sum(perm(size, 2) ** 2 for size in groups)
    variance = ties * inside - (ties * inside) ** 2
    variance += 2 * meeting * Fraction(_draws(groups, 3), max(perm(n, 3), 1))
    variance += 2 * (comb(ties, 2) - meeting) * Fraction(_draws(groups, 4) + pairs, max(perm(n, 4), 1))
    return Chance(float(1 - 2 * inside), 2 * sqrt(variance) / ties)


def _draws(groups: Sequence[int], people: int) -> int:
    """In how many ways that many different people can be drawn one after another, all of one group."""
    return sum(perm(size, people) for size in groups)
