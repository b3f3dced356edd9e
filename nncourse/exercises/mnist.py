"""The exercises of chapter 5: from the bytes of a file to a network that reads digits."""
# mypy: allow-untyped-defs

import copy
import itertools
import struct

import numpy as np

from nncourse import initializers, metrics, preprocessing, training
from nncourse.checking.exercise import Exercise
from nncourse.checking.quiz import Option, Question
from nncourse.datasets import idx
from nncourse.losses import SoftmaxCrossEntropy
from nncourse.network import Sequential
from nncourse.optimizers import SGD

# -------------------------------------------------------------------------------------- read_idx

read_idx = Exercise(
    id="mnist.read_idx",
    title="A file of bytes into an array",
    points=3,
    reference=idx.read_idx,
    contract='''
def read_idx(source):
    """Read an array from the content of an IDX file.

    source: the content, bytes. Byte 3 says how many axes there are. From
    byte 4 on each axis has its size, in 4 bytes, the most significant first.
    Then come the numbers, one byte each.
    Returns the array in that shape, uint8, the last axis running fastest.
    """
    ...
''',
    outcomes=("Turn the bytes of a file into an array, by its header.",),
    axes={},
    returns="array",
    keep_dtype=True,
    hints=(
        "Three steps: how many axes, how long each axis is, and the numbers in that shape. "
        "Only the third needs a big array.",
        "source[3] is a number already. np.frombuffer(source, dtype, count, offset) reads "
        'several numbers from bytes; ">u4" is a whole number of 4 bytes, the most significant '
        "first.",
        "The sizes are source[3] numbers of dtype >u4 from offset 4. The pixels are uint8 from "
        "offset 4 + 4 * source[3] to the end; give them the shape of the sizes.",
    ),
    experiment="content = bytes([0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 10, 20, 30, 40, 50, 60])\n"
    "read_idx(content)  # [[10 20 30], [40 50 60]]",
)


@read_idx.probes
def _(rng):
    for label, shape in (
        ("three small pictures", (3, 5, 4)),
        ("labels", (7,)),
        ("a table", (6, 2)),
        ("one picture", (1, 2, 3)),
        ("square pictures", (4, 4, 4)),
        ("more than 255 labels", (300,)),
        ("pictures in colour", (2, 3, 5, 3)),
        ("no pictures", (0, 3, 2)),
    ):
        yield label, idx.write_idx(rng.integers(0, 256, shape, dtype=np.uint8))


def sizes_and_start(content):
    """The sizes in a header, and where the numbers begin."""
    n_axes = content[3]
    return struct.unpack(f">{n_axes}I", content[4 : 4 + 4 * n_axes]), 4 + 4 * n_axes


HEADER_EXPERIMENT = (
    "content = bytes([0, 0, 8, 1, 0, 0, 0, 3, 50, 60, 70])\nread_idx(content)  # [50 60 70]"
)


@read_idx.mistake(
    "header_not_skipped",
    "Your array begins with the header's own bytes, 0, 0, 8, and so all numbers are shifted. The "
    "data begin after the magic number and the sizes.",
    HEADER_EXPERIMENT,
)
def _(content):
    shape, _ = sizes_and_start(content)
    return np.frombuffer(content, np.uint8, int(np.prod(shape))).reshape(shape)


@read_idx.mistake(
    "picture_header_for_labels",
    "You skip 16 bytes whatever the file holds. That is the header of pictures, with three axes; "
    "a file of labels has one axis and a header of 8 bytes.",
    HEADER_EXPERIMENT,
)
def _(content):
    shape, _ = sizes_and_start(content)
    return np.frombuffer(content, np.uint8, offset=16).reshape(shape)


@read_idx.mistake(
    "label_header_for_pictures",
    "You skip 8 bytes whatever the file holds. That is the header of labels; each further axis "
    "adds 4 bytes to it.",
    "content = bytes([0, 0, 8, 2, 0, 0, 0, 1, 0, 0, 0, 2, 50, 60])\nread_idx(content)  # [[50 60]]",
)
def _(content):
    shape, _ = sizes_and_start(content)
    return np.frombuffer(content, np.uint8, offset=8).reshape(shape)


@read_idx.mistake(
    "only_the_magic_skipped",
    "You skip the four magic bytes and take the sizes for data. The numbers begin after the last "
    "size.",
    HEADER_EXPERIMENT,
)
def _(content):
    shape, _ = sizes_and_start(content)
    return np.frombuffer(content, np.uint8, int(np.prod(shape)), offset=4).reshape(shape)


@read_idx.mistake(
    "little_endian",
    "You read the sizes with the least significant byte first, so that 3 becomes 50,331,648. IDX "
    "writes the most significant byte first, whatever your machine does.",
    'np.frombuffer(bytes([0, 0, 0, 3]), "<u4"), np.frombuffer(bytes([0, 0, 0, 3]), ">u4")\n'
    "# one of them is 3",
)
def _(content):
    n_axes = content[3]
    shape = np.frombuffer(content, "<u4", n_axes, 4)
    return np.frombuffer(content, np.uint8, offset=4 + 4 * n_axes).reshape(shape)


@read_idx.mistake(
    "one_byte_sizes",
    "You read only the last byte of each size, so 300 becomes 44. A size has four bytes.",
    "content = bytes([0, 0, 8, 1, 0, 0, 1, 0]) + bytes(256)\nread_idx(content).shape  # (256,)",
)
def _(content):
    n_axes = content[3]
    shape = [content[7 + 4 * axis] for axis in range(n_axes)]
    count = int(np.prod(shape))
    return np.frombuffer(content, np.uint8, count, offset=4 + 4 * n_axes).reshape(shape)


@read_idx.mistake(
    "not_reshaped",
    "The numbers are right, but they lie in one long row. The header says which shape they have.",
)
def _(content):
    return np.frombuffer(content, np.uint8, offset=sizes_and_start(content)[1])


@read_idx.mistake(
    "flattened_pictures",
    "You made every example one row, as a network will want it. Here the array has the axes that "
    "the header names; flattening comes later.",
    "content = bytes([0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6])\n"
    "read_idx(content).shape  # (1, 2, 3)",
)
def _(content):
    shape, start = sizes_and_start(content)
    return np.frombuffer(content, np.uint8, offset=start).reshape(shape[0], int(np.prod(shape[1:])))


@read_idx.mistake(
    "first_axis_fastest",
    "You filled the array with the first axis running fastest. In the file the last one does: a "
    "picture's first row comes first, then its second.",
)
def _(content):
    shape, start = sizes_and_start(content)
    return np.frombuffer(content, np.uint8, offset=start).reshape(shape, order="F")


@read_idx.mistake(
    "rows_and_columns_swapped",
    "You swapped the last two axes, so the pictures lie on their side. The sizes stand in the "
    "order of the array's axes: pictures, rows, columns.",
)
def _(content):
    shape, start = sizes_and_start(content)
    array = np.frombuffer(content, np.uint8, offset=start).reshape(shape)
    return array.swapaxes(-1, -2)


@read_idx.mistake(
    "signed_bytes",
    "You read the numbers as signed bytes, so all above 127 turn negative. Grey levels go from 0 "
    "to 255, which is uint8.",
    "content = bytes([0, 0, 8, 1, 0, 0, 0, 2, 100, 200])\nread_idx(content)  # [100 200]",
)
def _(content):
    shape, start = sizes_and_start(content)
    return np.frombuffer(content, np.int8, offset=start).reshape(shape)


@read_idx.mistake(
    "always_three_axes",
    "You take three axes for granted. Byte 3 says how many there are: labels have one.",
    HEADER_EXPERIMENT,
)
def _(content):
    shape = struct.unpack(">3I", content[4:16])
    return np.frombuffer(content, np.uint8, offset=16).reshape(shape)


@read_idx.mistake(
    "always_28_by_28",
    "You take 28 rows and 28 columns, and a header of 16 bytes, for granted. That reads one file "
    "of MNIST and no other; the header says what the array looks like.",
    HEADER_EXPERIMENT,
)
def _(content):
    return np.frombuffer(content, np.uint8, offset=16).reshape(-1, 28, 28)


@read_idx.mistake(
    "floats",
    "The numbers are right, but you turned them into floats, which take four or eight times the "
    "memory. The array should hold the file's own type, uint8.",
    HEADER_EXPERIMENT,
)
def _(content):
    shape, start = sizes_and_start(content)
    return np.frombuffer(content, np.uint8, offset=start).reshape(shape).astype(np.float64)


# ---------------------------------------------------------------------------------- scale_pixels

scale_pixels = Exercise(
    id="mnist.scale_pixels",
    title="Grey levels into small numbers",
    points=1,
    reference=preprocessing.scale_pixels,
    contract='''
def scale_pixels(images):
    """Grey levels 0 to 255 as floats from 0 to 1.

    images: any shape, uint8; not changed.
    Returns floats of the same shape: 0 stays 0, and 255 becomes 1.
    """
    ...
''',
    outcomes=("Scale pixels by what a byte can hold, without wrapping round.",),
    axes={"images": "m rows columns", "X": "m rows columns"},
    returns="X",
    hints=(
        "By which number must 255 be divided to give 1?",
        "Division with / turns bytes into floats by itself; += and // do not.",
        "One line: the pictures as float32, divided by the largest grey level.",
    ),
    experiment="scale_pixels(np.array([0, 51, 255], np.uint8))\n# 0.0, 0.2 and 1.0",
)


@scale_pixels.probes
def _(rng):
    yield "some pictures", rng.integers(0, 256, (5, 4, 3), dtype=np.uint8)
    yield "dark pictures, no pixel above 100", rng.integers(5, 100, (3, 6, 2), dtype=np.uint8)
    yield "one white picture", np.full((1, 2, 3), 255, np.uint8)
    yield "black pictures", np.zeros((2, 3, 4), np.uint8)
    yield "pictures in colour", rng.integers(0, 256, (2, 3, 4, 3), dtype=np.uint8)
    yield "rows", rng.integers(0, 256, (4, 9), dtype=np.uint8)


@scale_pixels.mistake(
    "not_scaled",
    "You turned the bytes into floats and left their size as it was: white is 255.0.",
)
def _(images):
    return images.astype(np.float32)


@scale_pixels.mistake(
    "divided_by_256",
    "You divide by 256, the number of grey levels. The largest level is 255, and white should "
    "become exactly 1.",
    "scale_pixels(np.array([255], np.uint8))\n# 1.0",
)
def _(images):
    return images / 256


@scale_pixels.mistake(
    "divided_by_its_maximum",
    "You divide by the brightest pixel that happens to be there, so the same grey means another "
    "number in another batch. Divide by what a byte can hold.",
    "scale_pixels(np.array([0, 51], np.uint8))\n# 0.0 and 0.2, not 1.0",
)
def _(images):
    return images / max(images.max(), 1)


@scale_pixels.mistake(
    "each_picture_by_its_own_maximum",
    "You divide each picture by its own brightest pixel. All pictures must be scaled alike, by "
    "what a byte can hold.",
    "scale_pixels(np.array([[51, 0], [255, 0]], np.uint8))\n# 0.2 and 1.0",
)
def _(images):
    largest = images.max(axis=tuple(range(1, images.ndim)), keepdims=True)
    return images / np.maximum(largest, 1)


@scale_pixels.mistake(
    "whole_division",
    "Only white is left: you divided with //, which drops the rest, or stored the result in bytes, "
    "which hold no fractions. Everything below white became 0.",
    "np.array([51, 255], np.uint8) // 255, np.array([51, 255], np.uint8) / 255\n"
    "# the first has lost the grey",
)
def _(images):
    return images // 255


@scale_pixels.mistake(
    "rounded",
    "You rounded the result to whole numbers: each pixel is now black or white, 0 or 1. The greys "
    "in between carry the shape of the stroke.",
)
def _(images):
    return np.rint(images / 255)


@scale_pixels.mistake(
    "twice",
    "You divided by 255 twice: white is now 1/255.",
    "scale_pixels(np.array([255], np.uint8))\n# 1.0",
)
def _(images):
    return images / 255 / 255


@scale_pixels.mistake(
    "stretched",
    "You subtract the smallest grey level of the batch before you divide. Then the same grey "
    "means different numbers in different batches; 0 should stay 0 and 51 become 0.2.",
    "scale_pixels(np.array([51, 255], np.uint8))\n# 0.2 and 1.0",
)
def _(images):
    low, high = float(images.min()), float(images.max())
    return (images - low) / max(high - low, 1.0)


@scale_pixels.mistake(
    "between_minus_one_and_one",
    "Yours go from -1 to 1. That is another common convention; here black is 0 and white is 1.",
)
def _(images):
    return images / 127.5 - 1


@scale_pixels.mistake(
    "inverted",
    "You turned black and white round. Ink is bright in these pictures, and stays so.",
)
def _(images):
    return 1 - images / 255


@scale_pixels.mistake(
    "standardized",
    "You moved the mean to 0 and the standard deviation to 1. That is standardizing, from "
    "chapter 4; here the scale is fixed, 0 to 1.",
)
def _(images):
    floats = images.astype(np.float64)
    return (floats - floats.mean()) / (floats.std() or 1.0)


@scale_pixels.mistake(
    "mean_removed",
    "You divided by 255, which is right, and then subtracted the mean of the batch. Black should "
    "stay 0, whatever else is in the batch.",
)
def _(images):
    X = images / 255
    return X - X.mean()


@scale_pixels.mistake(
    "flattened",
    "The numbers are right, but you also made each picture a row. Keep the shape.",
    "scale_pixels(np.zeros((5, 4, 3), np.uint8)).shape\n# (5, 4, 3)",
)
def _(images):
    return (images / 255).reshape(len(images), -1)


# ----------------------------------------------------------------------------------- minibatches


def dealt(answer, X, y, batch_size, rng):
    """The batches of two epochs, and of one with an equal generator."""
    twin = copy.deepcopy(rng)

    def epoch(generator):
        return [tuple(pair) for pair in itertools.islice(answer(X, y, batch_size, generator), 99)]

    return epoch(rng), epoch(rng), epoch(twin)


def about_the_batches(value, X, y, batch_size, rng):
    """What of the batches must be so in whatever order they are dealt."""
    first, second, again = value
    inputs, targets = (np.concatenate(column) for column in zip(*first, strict=True))
    later, repeated = (np.concatenate([X_b for X_b, _ in epoch]) for epoch in (second, again))
    numbers = inputs[:, 0]  # the probes number the examples there
    contents, contents_later = (
        {tuple(sorted(X_b[:, 0])) for X_b, _ in epoch} for epoch in (first, second)
    )
    many = len(X) > 20  # few examples may come in any order by chance
    return {
        "the sizes of the batches": np.array([len(X_b) for X_b, _ in first]),
        "all inputs": np.sort(numbers),
        "all targets": np.sort(targets, axis=0),
        "the width of X_batch": inputs.shape[1],
        "each example is beside its own target": np.array_equal(targets, target_of(numbers)),
        "the targets are in another order": not many or not np.array_equal(targets, y),
        "the order is random": not many or bool(np.mean(np.diff(numbers) == 1) < 0.5),
        "another order in the next epoch": not many or not np.array_equal(inputs, later),
        "other batches in the next epoch": (
            not many or batch_size in (1, len(X)) or contents != contents_later
        ),
        "the same order from an equal generator": not many or np.array_equal(inputs, repeated),
    }


def target_of(number):
    """The target of a numbered example."""
    return 1000 + 3 * number


minibatches = Exercise(
    id="mnist.minibatches",
    title="Deal the examples out",
    points=3,
    reference=training.minibatches,
    contract='''
def minibatches(X, y, batch_size, rng):
    """Deal all examples out in random order, a handful at a time.

    X: examples, shape (m, n). y: their targets, shape (m,).
    Neither is changed.
    batch_size: examples in a batch; the last batch takes what is left.
    rng: the random generator that the order is drawn from.
    Yields or returns a list of pairs (X_batch, y_batch).
    """
    ...
''',
    outcomes=(
        "Deal examples into mini-batches, in a new random order each epoch, targets beside them.",
    ),
    axes={"X": "m n", "y": "m"},
    returns="batches",
    mutates=("rng",),
    use=dealt,
    facts=about_the_batches,
    hints=(
        "Shuffle numbers, not arrays: draw one random order of the row numbers 0 to m - 1 and use "
        "it for X and for y.",
        "rng.permutation(m) gives the order. A slice of it says which rows a batch holds, and "
        "range(0, m, batch_size) says where the slices start.",
        "In a loop over the starts: take order[start : start + batch_size], and yield the rows of "
        "X and the entries of y with these numbers. A slice may run past the end.",
    ),
    experiment="X = np.arange(7.0).reshape(7, 1)\n"
    "for X_b, y_b in minibatches(X, np.arange(7), 3, np.random.default_rng(0)): print(X_b.T, y_b)",
)


@minibatches.probes
def _(rng):
    for label, m, n, batch_size in (
        ("a ragged last batch", 50, 3, 8),
        ("batches that fit", 60, 2, 12),
        ("a single batch", 40, 3, 40),
        ("a batch size above m", 5, 2, 16),
        ("batches of one", 30, 4, 1),
        ("two batches of a few", 5, 3, 3),
        ("a single example", 1, 3, 4),
    ):
        X = rng.normal(size=(m, n))
        X[:, 0] = np.arange(m)
        yield (
            label,
            X,
            target_of(np.arange(m)),
            batch_size,
            np.random.default_rng(rng.integers(1000)),
        )


def slices(m, batch_size):
    """Where batches start and end."""
    return [slice(start, start + batch_size) for start in range(0, m, batch_size)]


@minibatches.mistake(
    "shuffled_apart",
    "You drew one order for X and another for y: every picture now has somebody else's label. "
    "Nothing fails, and nothing can be learnt. One order must serve both.",
)
def _(X, y, batch_size, rng):
    X, y = X[rng.permutation(len(X))], y[rng.permutation(len(X))]
    return [(X[part], y[part]) for part in slices(len(X), batch_size)]


@minibatches.mistake(
    "y_not_shuffled",
    "You shuffled X and left y in its old order, so examples and targets no longer belong "
    "together. Take the same rows of both.",
)
def _(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    return [(X[order[part]], y[part]) for part in slices(len(X), batch_size)]


@minibatches.mistake(
    "not_shuffled",
    "The examples come in the order in which they were given, in every epoch. If that order means "
    "something, the batches are no fair sample.",
)
def _(X, y, batch_size, rng):
    return [(X[part], y[part]) for part in slices(len(X), batch_size)]


@minibatches.mistake(
    "only_batches_shuffled",
    "You shuffle the order of the batches and leave what is in them: the same examples meet in "
    "each epoch. Shuffle the examples, then cut.",
)
def _(X, y, batch_size, rng):
    parts = slices(len(X), batch_size)
    return [(X[parts[i]], y[parts[i]]) for i in rng.permutation(len(parts))]


@minibatches.mistake(
    "with_replacement",
    "Some of your examples come twice in an epoch and others never: you drew with replacement. An "
    "epoch shows each example once.",
)
def _(X, y, batch_size, rng):
    order = rng.integers(0, len(X), len(X))
    return [(X[order[part]], y[order[part]]) for part in slices(len(X), batch_size)]


@minibatches.mistake(
    "last_batch_dropped",
    "The examples that do not fill a batch are missing. The last batch may be smaller.",
)
def _(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    parts = slices(len(X) - len(X) % batch_size, batch_size)
    return [(X[order[part]], y[order[part]]) for part in parts]


@minibatches.mistake(
    "last_batch_filled_up",
    "You filled the last batch up with examples that were in a batch already. It may be smaller.",
)
def _(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    batches = [order[part] for part in slices(len(X), batch_size)]
    batches[-1] = np.resize(np.concatenate([batches[-1], order]), batch_size)
    return [(X[rows], y[rows]) for rows in batches]


@minibatches.mistake(
    "empty_last_batch",
    "When the batches fit exactly, yours ends with an empty one; the mean of nothing is NaN. "
    "Count the batches again.",
    "X = np.zeros((6, 1))\n[len(X_b) for X_b, y_b in minibatches(X, X[:, 0], 3, "
    "np.random.default_rng(0))]  # [3, 3]",
)
def _(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    parts = [order[i * batch_size : (i + 1) * batch_size] for i in range(len(X) // batch_size + 1)]
    return [(X[rows], y[rows]) for rows in parts]


@minibatches.mistake(
    "callers_arrays_shuffled",
    "You shuffled the caller's own arrays. Whoever looks at them afterwards, to show example 17 "
    "for instance, finds another one. Shuffle row numbers instead.",
)
def _(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    X[:], y[:] = X[order], y[order]
    return [(X[part].copy(), y[part].copy()) for part in slices(len(X), batch_size)]


@minibatches.mistake(
    "swap_of_views",
    "Some rows of X come twice and others are lost: random.shuffle swaps rows of an array by a way "
    "that overwrites them. Use the generator's own permutation.",
    "X = np.arange(4.0).reshape(4, 1)\nX[0], X[1] = X[1], X[0]; print(X.T)  # the 0 is lost",
)
def _(X, y, batch_size, rng):
    X, y = X.copy(), y.copy()
    for i in reversed(range(1, len(X))):
        j = int(rng.integers(0, i + 1))
        X[i], X[j] = X[j], X[i]
        y[i], y[j] = y[j], y[i]
    return [(X[part], y[part]) for part in slices(len(X), batch_size)]


@minibatches.mistake(
    "fixed_seed",
    "You make a generator of your own with a fixed seed, so that every epoch has the same order. "
    "Draw from the rng that you were given.",
)
def _(X, y, batch_size, rng):
    order = np.random.default_rng(0).permutation(len(X))
    return [(X[order[part]], y[order[part]]) for part in slices(len(X), batch_size)]


@minibatches.mistake(
    "another_generator",
    "Your order does not come from the rng that you were given, so nobody can repeat the run. "
    "Draw from it and from nothing else.",
)
def _(X, y, batch_size, rng):
    order = np.random.default_rng().permutation(len(X))
    return [(X[order[part]], y[order[part]]) for part in slices(len(X), batch_size)]


@minibatches.mistake(
    "first_batch_only",
    "You give a single batch: a return inside the loop ends it in its first round. Collect the "
    "batches in a list, or use yield.",
)
def _(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    return [(X[order[:batch_size]], y[order[:batch_size]])]


@minibatches.mistake(
    "pair_returned",
    "You give back a pair of arrays, the first batch, where a list of such pairs is expected: a "
    "return inside the loop ends it in its first round. Use yield, or collect them.",
)
def _(X, y, batch_size, rng):
    order = rng.permutation(len(X))[:batch_size]
    return X[order], y[order]


@minibatches.mistake(
    "examples_as_numbers",
    "You shuffled the examples themselves and then used them as row numbers. Shuffle the numbers "
    "0 to m - 1: rng.permutation(m), not rng.permutation(X).",
    "np.random.default_rng(0).permutation(5)\n# the numbers 0 to 4 in another order",
)
def _(X, y, batch_size, rng):
    order = rng.permutation(X)
    return [(X[order[part]], y[order[part]]) for part in slices(len(X), batch_size)]


@minibatches.mistake(
    "number_of_batches",
    "You took batch_size for the number of batches. It is the number of examples in each.",
)
def _(X, y, batch_size, rng):
    parts = np.array_split(rng.permutation(len(X)), batch_size)
    return [(X[rows], y[rows]) for rows in parts if len(rows)]


# --------------------------------------------------------------------------------------- he_init


def drawn(answer, n_in, n_out, rng):
    """What is drawn, and whether it is drawn from the generator that was given."""
    twin = copy.deepcopy(rng)
    first, second = answer(n_in, n_out, rng), answer(n_in, n_out, rng)
    again = answer(n_in, n_out, twin)
    repeats = {
        "another W from the same generator": not np.array_equal(first, second),
        "the same W from an equal generator": np.array_equal(first, again),
    }
    return first, repeats


def spread(value, n_in, n_out, rng):
    """What can be compared of random weights."""
    W, repeats = value
    # Of normal numbers 4.6 % lie beyond two standard deviations, of evenly spread ones none.
    return {
        "the shape of W": np.array(W.shape),
        "the spread of W": W.std(),
        "the mean of W is near 0": bool(abs(W.mean()) < 6 * W.std() / np.sqrt(W.size)),
        "W has many different entries": len(np.unique(W)) > 0.9 * W.size,
        "entries beyond two spreads": bool(np.mean(np.abs(W) > 2 * W.std()) > 0.01),
        **repeats,
    }


def layers_to_draw(rng):
    """Layers that tell n_in from n_out, large enough for a spread to be known to 2 %."""
    for n_in, n_out in ((784, 64), (40, 300), (150, 150), (3000, 7), (4, 4000)):
        label = f"{n_in} inputs and {n_out} outputs"
        yield label, n_in, n_out, np.random.default_rng(rng.integers(1000))


he_init = Exercise(
    id="mnist.he_init",
    title="Weights before a ReLU",
    points=2,
    reference=initializers.he,
    contract='''
def he_init(n_in, n_out, rng):
    """He's weights for a layer that is followed by ReLU.

    n_in, n_out: the numbers of inputs and of outputs.
    rng: the random generator to draw from.
    Returns W, shape (n_in, n_out), normal, mean 0, variance 2 / n_in.
    """
    ...
''',
    outcomes=("Draw weights whose spread suits the width of the layer and its ReLU.",),
    axes={},
    returns=("W", "repeats"),
    use=drawn,
    facts=spread,
    tolerance=0.06,
    hints=(
        "Draw normal numbers of the right shape, then scale them. By what, if their spread is 1 "
        "and should be something else?",
        "The formula names the variance. A factor on the numbers is a factor on the standard "
        "deviation, which is the square root of the variance.",
        "rng.standard_normal((n_in, n_out)) has spread 1; multiply by the square root of two over "
        "n_in, and mind the brackets.",
    ),
    experiment="W = he_init(200, 500, np.random.default_rng(0))\n"
    "W.shape, W.std()  # (200, 500) and about 0.1, for 2 / 200 = 0.01 = 0.1 ** 2",
)


@he_init.probes
def _(rng):
    yield from layers_to_draw(rng)


def normal(n_in, n_out, rng):
    """Normal numbers of spread one."""
    return rng.standard_normal((n_in, n_out))


@he_init.mistake(
    "root_missing",
    "You multiplied by the variance, 2 / n_in. A factor on the numbers is a factor on the "
    "standard deviation, so the square root is missing.",
)
def _(n_in, n_out, rng):
    return normal(n_in, n_out, rng) * (2 / n_in)


@he_init.mistake(
    "brackets",
    "Your spread is sqrt(2) / n_in: the square root covers only the 2. It must cover the whole "
    "fraction.",
)
def _(n_in, n_out, rng):
    return normal(n_in, n_out, rng) * (np.sqrt(2) / n_in)


@he_init.mistake(
    "brackets_the_other_way",
    "Your spread is 2 / sqrt(n_in): the square root covers only n_in. It must cover the 2 as well.",
)
def _(n_in, n_out, rng):
    return normal(n_in, n_out, rng) * (2 / np.sqrt(n_in))


@he_init.mistake(
    "unscaled",
    "Your weights have spread 1 whatever the width. A sum over n_in inputs then grows with the "
    "square root of n_in, layer after layer.",
)
def _(n_in, n_out, rng):
    return normal(n_in, n_out, rng)


@he_init.mistake(
    "two_missing",
    "Your variance is 1 / n_in. ReLU throws half of the signal away, and the 2 makes up for it.",
)
def _(n_in, n_out, rng):
    return normal(n_in, n_out, rng) * np.sqrt(1 / n_in)


@he_init.mistake(
    "n_out_for_n_in",
    "You divide by n_out. A neuron adds up its inputs, so the spread must follow n_in, the number "
    "of terms in the sum.",
)
def _(n_in, n_out, rng):
    return normal(n_in, n_out, rng) * np.sqrt(2 / n_out)


@he_init.mistake(
    "xavier",
    "Your variance is 2 / (n_in + n_out). That is Xavier's, for sigmoid and tanh; before a ReLU it "
    "is too small.",
)
def _(n_in, n_out, rng):
    return normal(n_in, n_out, rng) * np.sqrt(2 / (n_in + n_out))


@he_init.mistake(
    "inverse",
    "You scale by the square root of n_in / 2. The wider the layer, the smaller its weights must "
    "be, not the larger.",
)
def _(n_in, n_out, rng):
    return normal(n_in, n_out, rng) * np.sqrt(n_in / 2)


@he_init.mistake(
    "small_constant",
    "Your weights have spread 0.01 whatever the width, as in chapter 1. In a deep network the "
    "signal then dies away.",
)
def _(n_in, n_out, rng):
    return 0.01 * normal(n_in, n_out, rng)


@he_init.mistake(
    "transposed",
    "Your W is (n_out, n_in). Here examples are rows, so W is (n_in, n_out).",
    "W = he_init(4, 3, np.random.default_rng(0))\nW.shape  # (4, 3)",
)
def _(n_in, n_out, rng):
    return normal(n_out, n_in, rng) * np.sqrt(2 / n_in)


@he_init.mistake(
    "only_positive",
    "All your weights are positive: you drew from 0 to 1. Weights need both signs, and mean 0.",
    "W = he_init(4, 3, np.random.default_rng(0))\nW.min(), W.max()  # one negative, one positive",
)
def _(n_in, n_out, rng):
    return rng.random((n_in, n_out)) * np.sqrt(2 / n_in)


@he_init.mistake(
    "uniform",
    "The spread is right, but your numbers are evenly spread; the contract asks for normal ones.",
    "W = he_init(200, 500, np.random.default_rng(0))\n"
    "abs(W).max() / W.std()  # above 4 for normal numbers, 1.7 for evenly spread ones",
)
def _(n_in, n_out, rng):
    limit = np.sqrt(6 / n_in)
    return rng.uniform(-limit, limit, (n_in, n_out))


@he_init.mistake(
    "fixed_seed",
    "Your weights are the same at each call: you made a generator of your own with a fixed seed. "
    "Two layers of one size would start alike. Draw from the rng you were given.",
    "rng = np.random.default_rng(0)\nhe_init(2, 2, rng), he_init(2, 2, rng)  # not alike",
)
def _(n_in, n_out, rng):
    return normal(n_in, n_out, np.random.default_rng(0)) * np.sqrt(2 / n_in)


@he_init.mistake(
    "another_generator",
    "Your numbers do not come from the rng that you were given, so nobody can repeat the run.",
    "a, b = (he_init(2, 2, np.random.default_rng(0)) for _ in range(2))\na == b  # all True",
)
def _(n_in, n_out, rng):
    return normal(n_in, n_out, np.random.default_rng()) * np.sqrt(2 / n_in)


@he_init.mistake(
    "zeros",
    "All your weights are zero. Then all neurons of a layer do the same for ever (chapter 3), and "
    "a ReLU after them lets no gradient through.",
)
def _(n_in, n_out, rng):
    return np.zeros((n_in, n_out))


# ----------------------------------------------------------------------------------- xavier_init

xavier_init = Exercise(
    id="mnist.xavier_init",
    title="Weights before a sigmoid or tanh",
    points=2,
    reference=initializers.xavier,
    contract='''
def xavier_init(n_in, n_out, rng):
    """Xavier's weights for a layer before a sigmoid or tanh, or the last.

    n_in, n_out: the numbers of inputs and of outputs.
    rng: the random generator to draw from.
    Returns W, shape (n_in, n_out), evenly spread around 0,
    with variance 2 / (n_in + n_out).
    """
    ...
''',
    outcomes=("Draw evenly spread weights of a given variance.",),
    axes={},
    returns=("W", "repeats"),
    use=drawn,
    facts=spread,
    tolerance=0.06,
    hints=(
        "Numbers spread evenly between -limit and limit: how does their variance follow from the "
        "limit?",
        "The variance is limit ** 2 / 3. Solve that for the limit, given the variance.",
        "limit is the square root of 6 / (n_in + n_out); rng.uniform(low, high, shape) draws the "
        "numbers.",
    ),
    experiment="W = xavier_init(300, 500, np.random.default_rng(0))\n"
    "W.std(), abs(W).max()  # about 0.05 and 0.087, for 2 / 800 = 0.05 ** 2",
)


@xavier_init.probes
def _(rng):
    yield from layers_to_draw(rng)


def even(limit, n_in, n_out, rng):
    """Numbers spread evenly between -limit and limit."""
    return rng.uniform(-limit, limit, (n_in, n_out))


@xavier_init.mistake(
    "deviation_as_limit",
    "You used the standard deviation as the limit. Evenly spread numbers between -limit and limit "
    "have a smaller one: the limit divided by the square root of 3.",
)
def _(n_in, n_out, rng):
    return even(np.sqrt(2 / (n_in + n_out)), n_in, n_out, rng)


@xavier_init.mistake(
    "root_missing",
    "Your limit is 6 / (n_in + n_out): the square root is missing.",
)
def _(n_in, n_out, rng):
    return even(6 / (n_in + n_out), n_in, n_out, rng)


@xavier_init.mistake(
    "brackets",
    "Your limit is sqrt(6 / n_in + n_out): without brackets, the division comes before the sum.",
    "np.sqrt(6 / 300 + 500), np.sqrt(6 / (300 + 500))\n# 22.4 and 0.087",
)
def _(n_in, n_out, rng):
    return even(np.sqrt(6 / n_in + n_out), n_in, n_out, rng)


@xavier_init.mistake(
    "root_of_six_only",
    "Your limit is sqrt(6) / (n_in + n_out): the square root must cover the whole fraction.",
)
def _(n_in, n_out, rng):
    return even(np.sqrt(6) / (n_in + n_out), n_in, n_out, rng)


@xavier_init.mistake(
    "inputs_only",
    "Your limit is sqrt(6 / n_in): n_out is missing. Xavier's rule also minds the way back, on "
    "which a layer adds up n_out gradients.",
)
def _(n_in, n_out, rng):
    return even(np.sqrt(6 / n_in), n_in, n_out, rng)


@xavier_init.mistake(
    "outputs_only",
    "Your limit is sqrt(6 / n_out): n_in is missing.",
)
def _(n_in, n_out, rng):
    return even(np.sqrt(6 / n_out), n_in, n_out, rng)


@xavier_init.mistake(
    "older_rule",
    "Yours are spread between -1 / sqrt(n_in) and 1 / sqrt(n_in), an older rule. Xavier's takes "
    "the outputs into account.",
)
def _(n_in, n_out, rng):
    return even(1 / np.sqrt(n_in), n_in, n_out, rng)


@xavier_init.mistake(
    "normal",
    "The spread is right, but your numbers are normal; the contract asks for evenly spread ones. "
    "(A normal Xavier exists too, and does as well.)",
    "W = xavier_init(300, 500, np.random.default_rng(0))\n"
    "abs(W).max() / W.std()  # 1.7 for evenly spread numbers",
)
def _(n_in, n_out, rng):
    return normal(n_in, n_out, rng) * np.sqrt(2 / (n_in + n_out))


@xavier_init.mistake(
    "only_positive",
    "Your numbers go from 0 to the limit: all are positive. They should go from -limit to limit.",
    "W = xavier_init(4, 3, np.random.default_rng(0))\nW.min(), W.max()  # one negative",
)
def _(n_in, n_out, rng):
    return rng.uniform(0, np.sqrt(6 / (n_in + n_out)), (n_in, n_out))


@xavier_init.mistake(
    "half_the_width",
    "Your numbers go from -limit / 2 to limit / 2: you drew from 0 to 1 and subtracted a half, "
    "which is half as wide as from -1 to 1.",
)
def _(n_in, n_out, rng):
    return (rng.random((n_in, n_out)) - 0.5) * np.sqrt(6 / (n_in + n_out))


@xavier_init.mistake(
    "unscaled",
    "Your numbers go from -1 to 1 whatever the width. Their size must shrink as the layer grows.",
)
def _(n_in, n_out, rng):
    return even(1, n_in, n_out, rng)


@xavier_init.mistake(
    "transposed",
    "Your W is (n_out, n_in). Here examples are rows, so W is (n_in, n_out).",
    "W = xavier_init(4, 3, np.random.default_rng(0))\nW.shape  # (4, 3)",
)
def _(n_in, n_out, rng):
    return even(np.sqrt(6 / (n_in + n_out)), n_out, n_in, rng)


@xavier_init.mistake(
    "fixed_seed",
    "Your weights are the same at each call: you made a generator of your own with a fixed seed. "
    "Draw from the rng you were given.",
    "rng = np.random.default_rng(0)\nxavier_init(2, 2, rng), xavier_init(2, 2, rng)  # not alike",
)
def _(n_in, n_out, rng):
    return even(np.sqrt(6 / (n_in + n_out)), n_in, n_out, np.random.default_rng(0))


@xavier_init.mistake(
    "another_generator",
    "Your numbers do not come from the rng that you were given, so nobody can repeat the run.",
    "a, b = (xavier_init(2, 2, np.random.default_rng(0)) for _ in range(2))\na == b  # all True",
)
def _(n_in, n_out, rng):
    return even(np.sqrt(6 / (n_in + n_out)), n_in, n_out, np.random.default_rng())


# ----------------------------------------------------------------------------------------- epoch


def two_epochs(answer, network, loss, optimizer, X, y, batch_size, rng):
    """The mean loss of two epochs, and the parameters after them."""
    losses = [answer(network, loss, optimizer, X, y, batch_size, rng) for _ in range(2)]
    if not all(isinstance(value, float | int | np.generic | np.ndarray) for value in losses):
        return losses[0]
    return losses[0], losses[1], dict(network.params)


epoch = Exercise(
    id="mnist.epoch",
    title="Once through all examples",
    points=2,
    reference=training.train_epoch,
    contract='''
def epoch(network, loss, optimizer, X, y, batch_size, rng):
    """Train once on every example, a mini-batch at a time.

    network, loss, optimizer: as train_step takes them; the network's
    parameters change.
    X: examples, shape (m, n). y: their classes, shape (m,).
    Neither is changed.
    batch_size, rng: as minibatches takes them.
    Returns the mean loss over the examples, a number; a small last batch
    counts less.
    """
    ...
''',
    outcomes=("Train for an epoch in mini-batches, and average the loss over the examples.",),
    axes={"X": "m n", "y": "m"},
    returns=("loss of the first epoch", "loss of the second epoch", "parameters"),
    mutates=("network", "loss", "optimizer", "rng"),
    use=two_epochs,
    tolerance=1e-4,
    hints=(
        "minibatches gives the batches, train_step takes one step on one of them and returns its "
        "loss. What is left to do is the average.",
        "A batch's loss is a mean over that batch. Multiplied by the number of its examples it is "
        "a sum, and sums can be added.",
        "Start a total at 0. For each batch add train_step(...) times the length of the batch. At "
        "the end divide by the number of all examples.",
    ),
    experiment="sizes, losses = np.array([4, 1]), np.array([1.0, 6.0])\n"
    "losses.mean(), (sizes * losses).sum() / 5  # 3.5 and 2.0: five examples, not two batches",
)


@epoch.probes
def _(rng):
    for label, m, n, k, batch_size in (
        ("a ragged last batch", 11, 4, 3, 4),
        ("batches that fit", 12, 3, 2, 6),
        ("one batch", 7, 2, 3, 16),
        ("batches of one", 5, 3, 4, 1),
    ):
        seed = int(rng.integers(1000))
        network = Sequential(rng=np.random.default_rng(seed), dtype=np.float64)
        network.input(n).dense(5).tanh().dense(k)
        X, y = 3 * rng.normal(size=(m, n)), rng.integers(0, k, m)
        yield (
            label,
            network,
            SoftmaxCrossEntropy(),
            SGD(0.5),
            X,
            y,
            batch_size,
            np.random.default_rng(seed + 1),
        )


def steps(network, loss, optimizer, batches):
    """A step on each batch: their losses and their sizes."""
    losses = [training.train_step(network, loss, optimizer, *batch) for batch in batches]
    return np.array(losses), np.array([len(X) for X, _ in batches])


@epoch.mistake(
    "mean_of_batch_means",
    "You take the mean of the batches' losses, so the few examples of the last batch count as much "
    "as those of a full one. Weigh each batch by its size.",
)
def _(network, loss, optimizer, X, y, batch_size, rng):
    batches = list(training.minibatches(X, y, batch_size, rng))
    return steps(network, loss, optimizer, batches)[0].mean()


@epoch.mistake(
    "sum_of_batch_means",
    "You add the batches' losses and do not divide: smaller batches would mean a larger loss. The "
    "result is a mean over the examples.",
)
def _(network, loss, optimizer, X, y, batch_size, rng):
    batches = list(training.minibatches(X, y, batch_size, rng))
    return steps(network, loss, optimizer, batches)[0].sum()


@epoch.mistake(
    "sum_over_examples",
    "You weigh each batch by its size, which is right, and then stop at the sum. Divide by the "
    "number of examples.",
)
def _(network, loss, optimizer, X, y, batch_size, rng):
    batches = list(training.minibatches(X, y, batch_size, rng))
    losses, sizes = steps(network, loss, optimizer, batches)
    return float(losses @ sizes)


@epoch.mistake(
    "weighed_by_batch_size",
    "You weigh each batch by batch_size. The last batch may hold fewer examples: use its own "
    "length.",
)
def _(network, loss, optimizer, X, y, batch_size, rng):
    batches = list(training.minibatches(X, y, batch_size, rng))
    return steps(network, loss, optimizer, batches)[0].sum() * batch_size / len(X)


@epoch.mistake(
    "divided_by_full_batches",
    "You add the batches' losses and divide by len(X) // batch_size, which forgets the last, "
    "smaller batch and is 0 if there is only that one. Weigh each batch by its size and divide "
    "by the number of examples.",
)
def _(network, loss, optimizer, X, y, batch_size, rng):
    batches = list(training.minibatches(X, y, batch_size, rng))
    return sum(steps(network, loss, optimizer, batches)[0].tolist()) / (len(X) // batch_size)


@epoch.mistake(
    "last_loss",
    "You return the loss of the last batch alone: the total is overwritten in each round. Add to "
    "it.",
)
def _(network, loss, optimizer, X, y, batch_size, rng):
    batches = list(training.minibatches(X, y, batch_size, rng))
    return steps(network, loss, optimizer, batches)[0][-1]


@epoch.mistake(
    "first_batch_only",
    "You trained on one batch and returned: a return inside the loop ends it in its first round.",
)
def _(network, loss, optimizer, X, y, batch_size, rng):
    batch = next(training.minibatches(X, y, batch_size, rng))
    return training.train_step(network, loss, optimizer, *batch)


@epoch.mistake(
    "full_batch",
    "You took one step on all examples at once. Deal them out with minibatches and take a step on "
    "each batch.",
)
def _(network, loss, optimizer, X, y, batch_size, rng):
    rng.permutation(len(X))
    return training.train_step(network, loss, optimizer, X, y)


@epoch.mistake(
    "whole_set_in_the_loop",
    "Inside the loop you train on X and y, all of them, once for every batch. The loop's own "
    "names hold the batch.",
)
def _(network, loss, optimizer, X, y, batch_size, rng):
    total = 0.0
    for X_batch, _ in training.minibatches(X, y, batch_size, rng):
        total += training.train_step(network, loss, optimizer, X, y) * len(X_batch)
    return total / len(X)


@epoch.mistake(
    "not_shuffled",
    "You cut X and y into batches in the order in which they stand. minibatches deals them out in "
    "a new random order each epoch.",
)
def _(network, loss, optimizer, X, y, batch_size, rng):
    batches = [(X[part], y[part]) for part in slices(len(X), batch_size)]
    losses, sizes = steps(network, loss, optimizer, batches)
    return float(losses @ sizes) / len(X)


@epoch.mistake(
    "no_step",
    "The loss is computed, but the parameters never change: no step is taken. train_step does the "
    "forward, the backward and the step.",
)
def _(network, loss, optimizer, X, y, batch_size, rng):
    total = 0.0
    for X_batch, y_batch in training.minibatches(X, y, batch_size, rng):
        total += loss.forward(network.forward(X_batch), y_batch) * len(X_batch)
    return total / len(X)


@epoch.mistake(
    "loss_after_the_epoch",
    "The training is right. What you return is the loss on all examples after the epoch, which "
    "costs one more pass; the contract asks for the mean of the losses on the way.",
    "losses = np.array([2.0, 1.0])  # of two equal batches, the second after a step\n"
    "losses.mean()  # 1.5, whatever the loss is at the end",
)
def _(network, loss, optimizer, X, y, batch_size, rng):
    training.train_epoch(network, loss, optimizer, X, y, batch_size, rng)
    return loss.forward(network.forward(X), y)


@epoch.mistake(
    "two_steps_a_batch",
    "You take two steps on every batch, for instance because train_step is called twice in the "
    "loop. Call it once and keep what it returns.",
)
def _(network, loss, optimizer, X, y, batch_size, rng):
    total = 0.0
    for X_batch, y_batch in training.minibatches(X, y, batch_size, rng):
        training.train_step(network, loss, optimizer, X_batch, y_batch)
        total += training.train_step(network, loss, optimizer, X_batch, y_batch) * len(X_batch)
    return total / len(X)


@epoch.mistake(
    "fixed_seed",
    "You give minibatches a generator of your own with a fixed seed, so every epoch has the same "
    "order. Hand on the rng that you were given.",
)
def _(network, loss, optimizer, X, y, batch_size, rng):
    own = np.random.default_rng(0)
    return training.train_epoch(network, loss, optimizer, X, y, batch_size, own)


@epoch.mistake(
    "list_of_losses",
    "You return the loss of every batch. One number is wanted: their mean over the examples.",
)
def _(network, loss, optimizer, X, y, batch_size, rng):
    batches = list(training.minibatches(X, y, batch_size, rng))
    return list(steps(network, loss, optimizer, batches)[0])


@epoch.mistake(
    "nothing_returned",
    "The training is right, but the function returns nothing. Return the mean loss.",
)
def _(network, loss, optimizer, X, y, batch_size, rng):
    training.train_epoch(network, loss, optimizer, X, y, batch_size, rng)


# ------------------------------------------------------------------------------ confusion_matrix

confusion_matrix = Exercise(
    id="mnist.confusion_matrix",
    title="Which is taken for which",
    points=2,
    reference=metrics.confusion_matrix,
    contract='''
def confusion_matrix(predicted, y, k):
    """How often each true class (row) was taken for each class (column).

    predicted: the predicted classes, shape (m,), from 0 to k - 1.
    y: the true classes, shape (m,).
    k: the number of classes.
    Returns counts, shape (k, k), whole numbers.
    """
    ...
''',
    outcomes=("Count which class is taken for which, and read the table.",),
    axes={"predicted": "m", "y": "m", "k": "", "matrix": "k k"},
    returns="matrix",
    hints=(
        "Start with a table of zeros. Each example adds one to a single cell: which?",
        "Its row is the true class, its column the predicted one. A loop over both arrays at once "
        "is fine: zip(predicted, y).",
        "np.zeros((k, k), dtype=int), and in the loop += 1 at row y, column predicted.",
    ),
    experiment="confusion_matrix(np.array([1, 1, 0]), np.array([0, 0, 1]), 2)\n"
    "# [[0 2], [1 0]]: two zeros were taken for ones",
)


@confusion_matrix.probes
def _(rng):
    for label, m, k in (
        ("three classes", 30, 3),
        ("ten classes", 200, 10),
        ("two classes", 12, 2),
        ("a single example", 1, 4),
    ):
        y = rng.integers(0, k, m)
        predicted = np.where(rng.random(m) < 0.5, y, (y + rng.integers(0, 2, m)) % k)
        yield label, predicted, y, k
    yield "the last class absent", rng.integers(0, 4, 40), rng.integers(0, 3, 40), 6
    yield "bytes as labels", rng.integers(0, 9, 50), rng.integers(0, 10, 50, dtype=np.uint8), 30


@confusion_matrix.mistake(
    "transposed",
    "Your rows are the predictions and your columns the truth. Other libraries do that too; here, "
    "as in scikit-learn, each row is a true class.",
)
def _(predicted, y, k):
    return metrics.confusion_matrix(predicted, y, k).T


@confusion_matrix.mistake(
    "each_pair_once",
    "Each kind of confusion is counted once, however often it happened: `matrix[y, predicted] += "
    "1` with whole arrays adds only once to a cell that is named twice.",
    "a = np.zeros(3); a[[1, 1, 1]] += 1; print(a)  # 1, not 3\n"
    "np.add.at(a, [1, 1, 1], 1); print(a)  # that one adds each time",
)
def _(predicted, y, k):
    matrix = np.zeros((k, k), dtype=int)
    matrix[y, predicted] += 1
    return matrix


@confusion_matrix.mistake(
    "size_from_the_data",
    "You take the number of classes from the labels. A class that does not occur then has no row; "
    "k says how many there are.",
    "confusion_matrix(np.array([0, 1]), np.array([0, 1]), 4).shape\n# (4, 4)",
)
def _(predicted, y, k):
    found = int(max(predicted.max(), y.max())) + 1
    return metrics.confusion_matrix(predicted, y, found)


@confusion_matrix.mistake(
    "shares_of_rows",
    "You divided each row by its sum. Shares are useful to look at, but the contract asks for "
    "counts.",
)
def _(predicted, y, k):
    matrix = metrics.confusion_matrix(predicted, y, k)
    return matrix / np.maximum(matrix.sum(axis=1, keepdims=True), 1)


@confusion_matrix.mistake(
    "shares_of_all",
    "You divided by the number of examples. The contract asks for counts.",
)
def _(predicted, y, k):
    return metrics.confusion_matrix(predicted, y, k) / len(y)


@confusion_matrix.mistake(
    "only_right_ones",
    "Only the diagonal is filled: you count an example when it is right. The other cells are what "
    "the table is for.",
)
def _(predicted, y, k):
    return np.diag(np.bincount(y[predicted == y], minlength=k))


@confusion_matrix.mistake(
    "only_wrong_ones",
    "Your diagonal is empty: you count an example only when it is wrong. The right ones belong on "
    "the diagonal.",
)
def _(predicted, y, k):
    matrix = metrics.confusion_matrix(predicted, y, k)
    return matrix - np.diag(np.diag(matrix))


@confusion_matrix.mistake(
    "classes_from_one",
    "Your table is shifted by one row and one column: classes count from 0, so class 0 is row 0.",
    "confusion_matrix(np.array([0]), np.array([0]), 3)\n# the 1 stands in the first corner",
)
def _(predicted, y, k):
    return metrics.confusion_matrix((predicted - 1) % k, (y.astype(int) - 1) % k, k)


@confusion_matrix.mistake(
    "wrap_around_of_bytes",
    "Right, until the labels are bytes: k * y then wraps round at 256 and counts in a wrong cell. "
    "Labels of MNIST are uint8; make them int first.",
    "np.array([9], np.uint8) * np.uint8(30)\n# 14, not 270",
)
def _(predicted, y, k):
    cell = (y * y.dtype.type(k)).astype(np.int64) + predicted
    return np.bincount(cell, minlength=k * k)[: k * k].reshape(k, k)


@confusion_matrix.mistake(
    "one_count_a_class",
    "You count how often each class was right, or was there, and lose what it was taken for. The "
    "result is a table, (k, k).",
)
def _(predicted, y, k):
    return np.bincount(y, minlength=k)


@confusion_matrix.mistake(
    "every_example_a_row",
    "Your table has one row an example. Add the examples of each class together: k rows.",
)
def _(predicted, y, k):
    return np.eye(k)[predicted]


# -------------------------------------------------------------------------------- top_k_accuracy

top_k_accuracy = Exercise(
    id="mnist.top_k_accuracy",
    title="Among the best k",
    points=2,
    reference=metrics.top_k_accuracy,
    contract='''
def top_k_accuracy(scores, y, k):
    """The share of examples whose true class is among the k best scores.

    scores: one row an example, shape (m, n_classes).
    y: the true classes, shape (m,).
    k: from 1 to n_classes.
    Returns a number in [0, 1].
    """
    ...
''',
    outcomes=("Count an answer as right if it is among the best k.",),
    axes={"scores": "m n_classes", "y": "m", "k": "", "share": ""},
    returns="share",
    hints=(
        "Predicting was taking the class with the largest score. Now take k classes, then look "
        "whether y is one of them.",
        "np.argsort(scores, axis=1) gives the classes of each row from the smallest score to the "
        "largest, so the best k stand at the end of the row.",
        "Compare the last k columns of the sorted classes, (m, k), with y as a column, (m, 1); a "
        "row counts if any entry agrees. The mean of that is the answer.",
    ),
    experiment="scores = np.array([[0.1, 0.5, 0.4], [0.7, 0.1, 0.2]])\n"
    "top_k_accuracy(scores, np.array([2, 1]), 2)  # the first counts, the second not: 0.5",
)


@top_k_accuracy.probes
def _(rng):
    for label, m, n_classes, k in (
        ("the best three of seven", 50, 7, 3),
        ("the best one", 40, 5, 1),
        ("the best two", 31, 4, 2),
        ("all classes", 9, 3, 3),
        ("more examples than classes", 200, 10, 4),
    ):
        yield label, rng.normal(size=(m, n_classes)), rng.integers(0, n_classes, m), k
    scores = np.array([[3.0, 2.0, 1.0, 0.0]])
    yield "a single example, second best", scores, np.array([1]), 2
    yield "a single example, third best", scores, np.array([2]), 2


@top_k_accuracy.mistake(
    "worst_k",
    "You take the k classes with the smallest scores: argsort begins with the smallest. The best "
    "ones stand at the end.",
)
def _(scores, y, k):
    return (np.argsort(scores, axis=1)[:, :k] == y[:, None]).any(axis=1).mean()


@top_k_accuracy.mistake(
    "best_only",
    "You look at the best class only, whatever k is: that is the plain accuracy.",
)
def _(scores, y, k):
    return (scores.argmax(axis=1) == y).mean()


@top_k_accuracy.mistake(
    "the_kth_only",
    "You look at the class in place k alone. The better ones count as well: take all columns up to "
    "there.",
)
def _(scores, y, k):
    return (np.argsort(-scores, axis=1)[:, k - 1] == y).mean()


@top_k_accuracy.mistake(
    "one_too_many",
    "You take k + 1 classes. A slice up to :k holds k entries, the numbers 0 to k - 1.",
)
def _(scores, y, k):
    return (np.argsort(-scores, axis=1)[:, : k + 1] == y[:, None]).any(axis=1).mean()


@top_k_accuracy.mistake(
    "one_too_few",
    "You take k - 1 classes; for k = 1 there is none left.",
)
def _(scores, y, k):
    return (np.argsort(-scores, axis=1)[:, : k - 1] == y[:, None]).any(axis=1).mean()


@top_k_accuracy.mistake(
    "mean_over_all_entries",
    "You take the mean over all k columns, so an example that counts adds 1/k instead of 1. First "
    "ask of each row whether any entry agrees.",
)
def _(scores, y, k):
    return (np.argsort(-scores, axis=1)[:, :k] == y[:, None]).mean()


@top_k_accuracy.mistake(
    "all_for_any",
    "A row counts with you only if all k classes equal the true one. One of them is enough.",
)
def _(scores, y, k):
    return (np.argsort(-scores, axis=1)[:, :k] == y[:, None]).all(axis=1).mean()


@top_k_accuracy.mistake(
    "sorted_along_examples",
    "You sorted along axis 0, the examples against each other. Sort each row by itself, axis 1.",
)
def _(scores, y, k):
    return (np.argsort(-scores, axis=0)[:, :k] == y[:, None]).any(axis=1).mean()


@top_k_accuracy.mistake(
    "labels_not_a_column",
    "You compare the best classes, (m, k), with y as a row, (m,). NumPy lines up the last axes, "
    "and k is not m. As a column, (m, 1), each label meets its own row.",
)
def _(scores, y, k):
    return (np.argsort(-scores, axis=1)[:, :k] == y).any(axis=1).mean()


@top_k_accuracy.mistake(
    "scores_for_classes",
    "You compare the labels with sorted scores. Sorting gives the scores themselves; argsort gives "
    "the classes they belong to.",
)
def _(scores, y, k):
    return (np.sort(scores, axis=1)[:, -k:] == y[:, None]).any(axis=1).mean()


@top_k_accuracy.mistake(
    "count",
    "You count the examples. Divide by how many there are.",
)
def _(scores, y, k):
    return (np.argsort(-scores, axis=1)[:, :k] == y[:, None]).any(axis=1).sum()


@top_k_accuracy.mistake(
    "percent",
    "You give percent. A share lies between 0 and 1.",
)
def _(scores, y, k):
    return 100 * metrics.top_k_accuracy(scores, y, k)


@top_k_accuracy.mistake(
    "error",
    "You give the share of examples that miss. Wanted is the share that hit.",
)
def _(scores, y, k):
    return 1 - metrics.top_k_accuracy(scores, y, k)


@top_k_accuracy.mistake(
    "one_answer_each",
    "You give one answer an example. Take their mean.",
)
def _(scores, y, k):
    return (np.argsort(-scores, axis=1)[:, :k] == y[:, None]).any(axis=1)


@top_k_accuracy.mistake(
    "labels_in_a_row",
    "You look whether the best classes occur anywhere among all labels. Each row has its own true "
    "class: make y a column, (m, 1), so that row meets row.",
    "best, y = np.array([[0, 1], [2, 0]]), np.array([2, 2])\n"
    "best == y[:, None]  # only the second row holds its own label",
)
def _(scores, y, k):
    return np.isin(np.argsort(-scores, axis=1)[:, :k], y).any(axis=1).mean()


# ------------------------------------------------------------------------------------------ quiz

RETRIEVAL = [
    Question(
        "A network scores ten classes and knows nothing yet: every class gets the same share. What "
        "is its cross-entropy (chapter 2)?",
        Option("log 10, about 2.3", "The surprise at a share of one tenth.", right=True),
        Option("0.1", "That is the share itself; the loss is minus its logarithm."),
        Option("0", "That would be the loss of a network that is always right and sure of it."),
        Option("10", "The loss is a surprise, not a count of classes."),
    ),
    Question(
        "The gradient of a dense layer's weights is X.T @ dZ (chapter 3). What is it for an input "
        "that is 0 in all examples?",
        Option(
            "Zero: its row of weights does not move.",
            "Whatever dZ is, it is multiplied by 0. We shall see such weights.",
            right=True,
        ),
        Option("The same as for the others.", "Each row of dW is weighted by its own input."),
        Option("The sum of dZ.", "That is the gradient of the bias, whose input is always 1."),
    ),
    Question(
        "You try three learning rates and keep the one with the best accuracy on the test "
        "pictures. What is that accuracy worth (chapter 4)?",
        Option(
            "Too little: the test pictures were used to choose.",
            "Choose on pictures held back from training; test once, at the end.",
            right=True,
        ),
        Option("All it says.", "The best of three is partly luck on those very pictures."),
        Option("Nothing was trained on them, so it is fair.", "Choosing is learning too."),
    ),
]

QUIZ = [
    Question(
        "A file starts with the bytes 00 00 08 03 00 00 27 10. What does it hold?",
        Option(
            "10,000 examples with three axes: pictures.",
            "08: bytes; 03: three axes; 0x2710 = 10,000 of them.",
            right=True,
        ),
        Option("Three pictures.", "The 03 counts the axes, not the pictures."),
        Option("270,991,360 pictures.", "That is the size read from the wrong end."),
        Option("8 pictures of 3 pixels.", "08 is the code of the type, 03 the number of axes."),
    ),
    Question(
        "You go from batches of 32 to batches of 128. The noise in a gradient becomes about",
        Option("half as large", "It falls with the square root of the batch size.", right=True),
        Option("a quarter as large", "Four times the work buys the square root of four."),
        Option("as large as before", "A mean over more examples is steadier."),
        Option("four times as large", "The noise shrinks when more examples are averaged."),
    ),
    Question(
        "A network has 20 ReLU layers, all 256 wide. Its weights have variance 1 / 256 instead of "
        "2 / 256. About what share of the signal's size arrives at the end?",
        Option(
            "A thousandth", "Each layer halves the square; 20 halvings, then the root.", right=True
        ),
        Option("A half", "Each of the 20 layers takes its part."),
        Option("A millionth", "That is its mean square; its size is the root of that."),
        Option("All of it", "1 / n_in keeps the signal only without the ReLU."),
    ),
    Question(
        "In a confusion matrix with true classes in rows, row 4, column 9 holds 20. Which is true?",
        Option(
            "20 fours were taken for nines.", "Row: what it was. Column: what it got.", right=True
        ),
        Option("20 nines were taken for fours.", "That is row 9, column 4."),
        Option(
            "Of those called nine, 20 % were fours.", "It is a count, and no share of a column."
        ),
    ),
    Question(
        "You stop a run with momentum, save the weights only, load them and train on. What differs "
        "from a run without a break?",
        Option(
            "The velocity and the order of the batches.",
            "Both are state too; a checkpoint keeps them.",
            right=True,
        ),
        Option("Nothing: the weights are the network.", "But they are not the whole run."),
        Option("Only the learning rate.", "Unless it follows a schedule, it is what you set."),
    ),
    Question(
        "Your network has 98 % on the test digits, and fails on a photograph of a digit in blue "
        "ink on white paper. What is the likeliest reason?",
        Option(
            "The photograph was not prepared as the training digits were.",
            "Light on dark, cut out, scaled, centred: without that it is another task.",
            right=True,
        ),
        Option("Overfitting.", "The test digits are new to it as well, and it reads them."),
        Option("A dense network cannot read photographs.", "Prepared alike, it can."),
        Option("98 % is too little.", "Two in a hundred do not explain that all fail."),
    ),
]
