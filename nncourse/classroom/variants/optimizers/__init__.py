"""Variants: other steps, schedules and limits."""

VARIANTS = (
    "adagrad_step",
    "averaged_step",
    "polynomial_schedule",
    "clip_each",
)
