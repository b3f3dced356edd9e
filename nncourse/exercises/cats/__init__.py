"""The chapter on cats: from pictures to a verdict, and how far to trust it."""

EXERCISES = (
    "flatten_images",
    "standardize",
    "predict_binary",
    "accuracy",
    "l2_penalty",
    "l2_backward",
    "train_step",
    "precision_recall",
    "flip_horizontal",
)
