"""Variants: pictures, scales and figures of merit."""

VARIANTS = ("min_max_scale", "flip_vertical", "f_beta")
