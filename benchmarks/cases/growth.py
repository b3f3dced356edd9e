"""How cost grows: with width, batch, threads and data."""

import os
from dataclasses import replace

import numpy as np

from benchmarks.case import Case, Prepared
from benchmarks.cases.steps import EPOCH, our_training, torch_training

FEW = 6_000  # digits, where not their number is the question
SHORT = replace(EPOCH, examples=FEW)
LARGE = replace(SHORT, hidden=(1024, 1024), batch_size=512)


def both(ours, torchs) -> dict:
    """The two contenders of every curve."""
    return {"nncourse": ours, "PyTorch": torchs}


def we_with_threads(threads: int) -> Prepared:
    """Our training with another number of threads than the environment says."""
    from threadpoolctl import threadpool_limits

    prepared = our_training(LARGE)
    threadpool_limits(threads)
    return prepared


def torch_with_threads(threads: int) -> Prepared:
    """The same for PyTorch."""
    import torch

    prepared = torch_training(LARGE)
    torch.set_num_threads(threads)
    return prepared


def wide(train):
    """One hidden layer of some width."""
    return lambda width: train(replace(SHORT, hidden=(width,)))


def batched(train):
    """The network of the other cases, in batches of some size."""
    return lambda batch: train(replace(SHORT, batch_size=batch))


def fed(train):
    """The network of the other cases, on some of the data."""
    return lambda m: train(replace(EPOCH, examples=m))


CORES = os.cpu_count() or 1

CASES = [
    Case(
        "width",
        f"784-width-10, batches of {EPOCH.batch_size}, {FEW:,} digits",
        both(wide(our_training), wide(torch_training)),
        unit="an epoch",
        threads=(1,),
        points=tuple(int(n) for n in 2 ** np.arange(6, 13)),
        axis="width of the hidden layer",
    ),
    Case(
        "batch",
        f"784-256-64-10, {FEW:,} digits",
        both(batched(our_training), batched(torch_training)),
        unit="an epoch",
        threads=(1,),
        points=tuple(int(n) for n in 4 ** np.arange(7)),
        axis="digits in a batch",
    ),
    Case(
        "threads",
        f"784-1024-1024-10, batches of {LARGE.batch_size}, {FEW:,} digits",
        both(we_with_threads, torch_with_threads),
        unit="an epoch",
        threads=(CORES,),
        points=tuple(sorted({1, 2, *(n for n in (4, 8, 16, 32) if n < CORES), CORES})),
        axis="BLAS threads",
    ),
    Case(
        "data",
        f"784-256-64-10, batches of {EPOCH.batch_size}",
        both(fed(our_training), fed(torch_training)),
        unit="an epoch",
        threads=(1,),
        points=(1_000, 2_000, 5_000, 10_000, 20_000, 40_000, 60_000),
        axis="digits",
    ),
]
