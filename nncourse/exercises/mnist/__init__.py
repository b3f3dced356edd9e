"""The chapter on digits: from the bytes of a file to a network that reads digits."""

EXERCISES = (
    "read_idx",
    "scale_pixels",
    "minibatches",
    "epoch",
    "he_init",
    "xavier_init",
    "momentum_update",
    "train_epochs",
    "confusion_matrix",
    "top_k_accuracy",
)
