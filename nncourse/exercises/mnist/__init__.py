"""The chapter on digits: from the bytes of a file to a network that reads digits."""

EXERCISES = (
    "read_idx",
    "scale_pixels",
    "minibatches",
    "he_init",
    "xavier_init",
    "epoch",
    "momentum_update",
    "train_epochs",
    "confusion_matrix",
    "top_k_accuracy",
)
