"""The exercise `accuracy`: how many are right."""
# mypy: allow-untyped-defs

import numpy as np

from nncourse import metrics
from nncourse.exercises.form import Exercise


def shares(answer, predicted, y, groups=None):
    """What an answer counts; the chapter gives the groups by name, where there are any."""
    return answer(predicted, y) if groups is None else answer(predicted, y, groups=groups)


accuracy = Exercise(
    id="cats.accuracy",
    title="How many are right",
    points=2,
    reference=metrics.accuracy,
    contract='''
def accuracy(predicted, y, groups=None):
    """The share of examples that were predicted right, of all or group by group.

    predicted: predicted classes, whole numbers, shape (m,).
    y: true classes, shape (m,).
    groups: None, or the number of the group that each example belongs to,
        shape (m,).
    Returns a number between 0 and 1; with groups a dictionary: for each
    group that occurs, its number -> the share within it.
    """
    ...
''',
    outcomes=("Compute the share of right answers, of all and of each group.",),
    axes={"predicted": "m", "y": "m", "groups": "m", "share": ""},
    returns="share",
    use=shares,
    hints=(
        "Compare, then count: in how many places do the two arrays agree? Then the same for the "
        "examples of one group.",
        "True counts as 1 and False as 0, so the mean of a comparison is a share. "
        "right[groups == 3] holds the comparisons of group 3 alone.",
        "np.unique(groups) lists the groups that occur. Fill a dictionary with one mean for each "
        "of them, and return the plain mean where groups is None.",
    ),
    experiment="g = np.array([7, 7, 8, 8]); p, y = np.array([1, 0, 1, 1]), np.array([1, 0, 0, 1])\n"
    "print(accuracy(p, y), *accuracy(p, y, g).values())  # 0.75, and 1.0 and 0.5 in the groups",
)


def group_by_group(share):
    """A mistake in the share of right answers, made in each group alike."""

    def answer(predicted, y, groups=None):
        if groups is None:
            return share(predicted, y)
        return {g: share(predicted[groups == g], y[groups == g]) for g in np.unique(groups)}

    return answer


def right_shares(predicted, y, groups):
    """The right shares, group by group."""
    return {g: np.mean((predicted == y)[groups == g]) for g in np.unique(groups)}


def guesses(rng, m, k, share):
    """Labels of k classes, and guesses of which about this share is right, m each."""
    y = rng.permutation(np.arange(m) % k)
    wrong = (y + rng.integers(1, k, m)) % k
    return np.where(rng.permutation(m) < share * m, y, wrong), y


@accuracy.probes
def _(rng):
    yield "two classes", *guesses(rng, 40, 2, 0.7)
    predicted, y = guesses(rng, 30, 2, 0.55)
    yield "labels of 8 bits", np.where(rng.random(30) < 0.2, 1, predicted), y.astype(np.uint8)
    yield "five classes", *guesses(rng, 35, 5, 0.6)
    yield "more noes than yeses", np.array([0, 0, 0, 1, 0, 0, 1]), np.array([0, 0, 1, 0, 0, 1, 1])
    yield "one wrong example", np.array([0]), np.array([1])
    yield "guesses that are all right", np.array([1, 0, 1]), np.array([1, 0, 1])
    y, groups = np.arange(30) % 2, np.repeat([4, 1, 9], [6, 10, 14])
    wrong = np.isin(np.arange(30), [0, 3, 6, 7, 10, 11, 12, 16, 17, 23, 28])
    order = rng.permutation(30)
    yield "three groups of different sizes", (y ^ wrong)[order], y[order], groups[order]
    predicted, y = guesses(rng, 20, 3, 0.5)
    yield "a single group", predicted, y, np.full(20, 2)


accuracy.mistake(
    "percent",
    "You return per cent. The contract asks for a share between 0 and 1.",
)(group_by_group(lambda predicted, y: 100 * np.mean(predicted == y)))


accuracy.mistake(
    "count",
    "You return how many were right. Divide by how many there are.",
)(group_by_group(lambda predicted, y: np.sum(predicted == y)))


accuracy.mistake(
    "error_rate",
    "You return the share that is wrong.",
)(group_by_group(lambda predicted, y: np.mean(predicted != y)))


accuracy.mistake(
    "everyone_with_everyone",
    "You compare each prediction with every label, a table of (m, m). That comes from a column "
    "against a row; compare entry by entry.",
)(group_by_group(lambda predicted, y: np.mean(predicted[:, None] == y)))


accuracy.mistake(
    "true_yes_only",
    "You multiply prediction and label, which counts only the cats that were found. A dog that is "
    "called no cat is right as well.",
    "accuracy(np.array([0, 0]), np.array([0, 0]))\n# both right: 1.0",
)(group_by_group(lambda predicted, y: np.mean(predicted * y)))


accuracy.mistake(
    "cats_only",
    "You look at the true cats only. That share is called recall, and comes later; accuracy counts "
    "all examples.",
    "accuracy(np.array([1, 1]), np.array([1, 0]))\n# 1 of 2: 0.5",
)(group_by_group(lambda predicted, y: np.mean(predicted[y == 1] == 1) if (y == 1).any() else 0.0))


accuracy.mistake(
    "called_cats_only",
    "You look only at what was called a cat. That share is called precision, and comes later; "
    "accuracy counts all examples.",
    "accuracy(np.array([1, 0]), np.array([1, 1]))\n# 1 of 2: 0.5",
)(
    group_by_group(
        lambda predicted, y: np.mean(y[predicted == 1]) if (predicted == 1).any() else 0.0
    )
)


accuracy.mistake(
    "distance",
    "One minus the mean distance works for 0 and 1 only. Class numbers are names: to take a 4 for "
    "a 9 is one mistake, not five.",
    "accuracy(np.array([4, 1]), np.array([9, 1]))\n# 1 of 2: 0.5",
)(group_by_group(lambda predicted, y: 1 - np.mean(np.abs(predicted.astype(int) - y.astype(int)))))


accuracy.mistake(
    "all_or_nothing",
    "You give 1 if all are right and 0 otherwise: you ask whether all are, or you divide with //, "
    "which drops the fraction. The share of them is wanted.",
)(group_by_group(lambda predicted, y: float(np.all(predicted == y))))


accuracy.mistake(
    "order_lost",
    "You compare how often each class occurs, not who got which. Each prediction belongs to its "
    "own example.",
    "accuracy(np.array([1, 0]), np.array([0, 1]))\n# 0.0",
)(group_by_group(lambda predicted, y: np.mean(np.sort(predicted) == np.sort(y))))


accuracy.mistake(
    "not_averaged",
    "You return one answer an example. Their mean is the share.",
)(group_by_group(lambda predicted, y: (predicted == y).astype(float)))


accuracy.mistake(
    "mean_prediction",
    "You return the mean of the predictions; the labels do not come into it.",
    "accuracy(np.array([1, 1]), np.array([0, 0]))\n# none right: 0.0",
)(group_by_group(lambda predicted, y: np.mean(predicted)))


@accuracy.mistake(
    "groups_ignored",
    "Without groups your share is right. With groups you return it, too: one number for all, "
    "where a dictionary with a share for each group is wanted.",
)
def _(predicted, y, groups=None):
    return np.mean(predicted == y)


@accuracy.mistake(
    "share_of_all",
    "You divide the right ones of a group by the number of all examples. Divide by how many there "
    "are in the group.",
    "g = np.array([7, 7, 8]); p, y = np.array([1, 0, 1]), np.array([1, 0, 1])\n"
    "print(*accuracy(p, y, g).values())  # all right: 1.0 and 1.0",
)
def _(predicted, y, groups=None):
    if groups is None:
        return np.mean(predicted == y)
    return {g: np.mean((predicted == y) & (groups == g)) for g in np.unique(groups)}


@accuracy.mistake(
    "share_of_the_right_ones",
    "You look at the right answers and ask how many of them are in the group. Turn it round: look "
    "at the group, and ask how many of it are right.",
    "g = np.array([7, 7, 8]); p, y = np.array([1, 0, 1]), np.array([1, 0, 1])\n"
    "print(*accuracy(p, y, g).values())  # all right: 1.0 and 1.0",
)
def _(predicted, y, groups=None):
    right = predicted == y
    if groups is None:
        return np.mean(right)
    return {g: np.sum(right & (groups == g)) / np.sum(right) for g in np.unique(groups)}


@accuracy.mistake(
    "grouped_by_the_truth",
    "You group by y and not by groups. They may be anything: what is in the picture, who took it.",
    "g = np.array([7, 7, 8]); p, y = np.array([1, 1, 1]), np.array([1, 0, 1])\n"
    "print(*accuracy(p, y, g).values())  # 0.5 and 1.0",
)
def _(predicted, y, groups=None):
    return np.mean(predicted == y) if groups is None else right_shares(predicted, y, y)


@accuracy.mistake(
    "groups_that_do_not_occur",
    "Your dictionary has entries for numbers that no example has, and a mean of nothing is NaN. "
    "np.unique lists the groups that occur.",
    "accuracy(np.array([1, 0]), np.array([1, 1]), np.array([2, 5]))\n# {2: 1.0, 5: 0.0}",
)
def _(predicted, y, groups=None):
    if groups is None:
        return np.mean(predicted == y)
    shares = {g: np.nan for g in range(groups.max() + 1)}
    return shares | right_shares(predicted, y, groups)


@accuracy.mistake(
    "last_group_only",
    "Only the last group is in your dictionary: it is made anew in each round of the loop. Make "
    "an empty one before the loop, and fill it.",
    "accuracy(np.array([1, 0]), np.array([1, 1]), np.array([2, 5]))\n# {2: 1.0, 5: 0.0}",
)
def _(predicted, y, groups=None):
    if groups is None:
        return np.mean(predicted == y)
    return dict([right_shares(predicted, y, groups).popitem()])


@accuracy.mistake(
    "first_group_only",
    "Only the first group is in your dictionary: a return inside the loop leaves it in its first "
    "round.",
    "accuracy(np.array([1, 0]), np.array([1, 1]), np.array([2, 5]))\n# {2: 1.0, 5: 0.0}",
)
def _(predicted, y, groups=None):
    if groups is None:
        return np.mean(predicted == y)
    return dict([next(iter(right_shares(predicted, y, groups).items()))])


@accuracy.mistake(
    "a_list",
    "You return a list of shares. Whose are they? A dictionary says it: group -> share.",
)
def _(predicted, y, groups=None):
    if groups is None:
        return np.mean(predicted == y)
    return [*right_shares(predicted, y, groups).values()]


@accuracy.mistake(
    "numbered_anew",
    "Your dictionary counts the groups from 0 on. Its keys are the groups' own numbers.",
    "accuracy(np.array([1, 0]), np.array([1, 1]), np.array([2, 5]))\n# {2: 1.0, 5: 0.0}",
)
def _(predicted, y, groups=None):
    if groups is None:
        return np.mean(predicted == y)
    return dict(enumerate(right_shares(predicted, y, groups).values()))
