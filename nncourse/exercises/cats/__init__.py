"""The chapter on cats: from pictures to a verdict, and how far to trust it."""

EXERCISES = (
    "flatten_images",
    "predict_binary",
    "accuracy",
    "standardize",
    "l2_penalty",
    "l2_backward",
    "train_step",
    "flip_horizontal",
    "precision_recall",
)
