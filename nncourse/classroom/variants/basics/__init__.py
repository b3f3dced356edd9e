"""Variants: errors weighed and measured in other ways."""

VARIANTS = ("weighted_mse", "huber", "r_squared")
