"""Variants: other operations of the engine."""

VARIANTS = ("cumsum_backward", "logsumexp_node", "outer_backward")
