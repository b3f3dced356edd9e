"""Variants: the ways back of the forwards beside them."""

VARIANTS = (
    "elu_backward",
    "huber_backward",
    "softplus_backward",
    "columns_backward",
)
