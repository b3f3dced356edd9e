"""The chapter on the forward pass: layers, activations, shares and losses, forward only."""

EXERCISES = (
    # A layer: many neurons on a whole batch.
    "dense_forward",
    # The bends.
    "relu",
    "sigmoid",
    "tanh",
    # Several layers, one after another.
    "forward",
    # From scores to shares to a decision.
    "softmax",
    "predict_class",
    # Answers to compare with, and losses.
    "one_hot",
    "binary_cross_entropy",
    "cross_entropy",
)
