"""Variants: other activations, losses and layouts."""

VARIANTS = (
    "elu",
    "tempered_softmax",
    "hinge",
    "columns_forward",
    "smooth_labels",
)
