"""The chapter on optimisers: what else can be made of a gradient than a step against it."""

EXERCISES = (
    "descent_path",
    "momentum_step",
    "nesterov_step",
    "rmsprop_step",
    "adam_step",
    "adamw_step",
    "clip_by_global_norm",
    "cosine_schedule",
    "warmup",
)
