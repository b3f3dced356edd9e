"""Batches cut one after another, for the mistakes about them."""
# mypy: allow-untyped-defs


def slices(m, batch_size):
    """Where batches start and end."""
    return [slice(start, start + batch_size) for start in range(0, m, batch_size)]
