"""Variants: figures for many classes, and smaller pictures."""

VARIANTS = ("macro_f1", "precision_at_k", "average_pool")
