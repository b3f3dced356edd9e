"""The surprise of a share, which the two cross-entropies average."""
# mypy: allow-untyped-defs

from nncourse import losses

MOST = 745  # minus the logarithm of the smallest float above zero


def any_tiny_number(loss):
    """Facts in which it does not matter by which tiny number an answer replaces the log's zero.

    That number decides what a certain and wrong prediction costs: 708/m in the package, 28/m with
    1e-12. There, any sizable cost counts as the package's, up to the most that a float can give.
    """

    def facts(value, P, Y):
        right = loss(P, Y)
        certain_and_wrong = right > 700 / len(P)
        sizable = 1 <= abs(value) <= MOST
        return right if certain_and_wrong and sizable else value

    return facts


def surprise(P, Y, log=losses.safe_log):
    """What many mistakes have in common: the surprise of each example."""
    return -(Y * log(P) + (1 - Y) * log(1 - P))
