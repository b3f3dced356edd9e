"""Saving: what is learned, kept in files that are safe to open anywhere.

`serialization` holds a network and what is needed to use it, `checkpoints` a whole training run, to
go on another day. Both write safetensors files, whole or not at all, a format that the module of
that name reads and writes. Import from the module that you need: loading a model takes no training.
"""
