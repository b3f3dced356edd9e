"""Timings: how fast the exercises' checks answer, and how fast the package trains."""
