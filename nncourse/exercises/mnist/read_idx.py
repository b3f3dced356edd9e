"""The exercise `read_idx`: a file of bytes into an array."""
# mypy: allow-untyped-defs

import struct

import numpy as np

from nncourse.datasets import idx
from nncourse.exercises.form import Exercise

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
    experiment="file = bytes([0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 10, 20, 30, 40, 50, 60])\n"
    "read_idx(file)  # [[10 20 30], [40 50 60]]",
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
        ("a file without pictures", (0, 3, 2)),
    ):
        yield label, idx.write_idx(rng.integers(0, 256, shape, dtype=np.uint8))


@read_idx.in_short
def _(source):
    start = 4 + 4 * source[3]
    shape = np.frombuffer(source[4:start], ">u4")
    return np.frombuffer(source[start:], np.uint8).reshape(shape)


def sizes_and_start(content):
    """The sizes in a header, and where the numbers begin."""
    n_axes = content[3]
    return struct.unpack(f">{n_axes}I", content[4 : 4 + 4 * n_axes]), 4 + 4 * n_axes


HEADER_EXPERIMENT = (
    "file = bytes([0, 0, 8, 1, 0, 0, 0, 3, 50, 60, 70])\nread_idx(file)  # [50 60 70]"
)


@read_idx.mistake(
    "header_not_skipped",
    "Your array begins with the header's own bytes, 0, 0, 8, and so all numbers are shifted. The "
    "data begin after the first four bytes and the sizes.",
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
    "file = bytes([0, 0, 8, 2, 0, 0, 0, 1, 0, 0, 0, 2, 50, 60])\nread_idx(file)  # [[50 60]]",
)
def _(content):
    shape, _ = sizes_and_start(content)
    return np.frombuffer(content, np.uint8, offset=8).reshape(shape)


@read_idx.mistake(
    "only_the_magic_skipped",
    "You skip the first four bytes and take the sizes for data. The numbers begin after the last "
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
    HEADER_EXPERIMENT,
)
def _(content):
    n_axes = content[3]
    shape = np.frombuffer(content, "<u4", n_axes, 4)
    return np.frombuffer(content, np.uint8, offset=4 + 4 * n_axes).reshape(shape)


@read_idx.mistake(
    "one_byte_sizes",
    "You read only the last byte of each size, so 300 becomes 44. A size has four bytes.",
    "file = bytes([0, 0, 8, 1, 0, 0, 1, 0]) + bytes(256)\nread_idx(file).shape  # (256,)",
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
    "file = bytes([0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6])\n"
    "read_idx(file).shape  # (1, 2, 3)",
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
    "file = bytes([0, 0, 8, 1, 0, 0, 0, 2, 100, 200])\nread_idx(file)  # [100 200]",
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
    "file = bytes([0, 0, 8, 1, 0, 0, 0, 3, 50, 60, 70])\nread_idx(file).dtype  # uint8",
)
def _(content):
    shape, start = sizes_and_start(content)
    return np.frombuffer(content, np.uint8, offset=start).reshape(shape).astype(np.float64)
