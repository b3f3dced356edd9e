"""The chapter on the basics: one neuron, its loss, and one step downhill."""

EXERCISES = (
    "neuron",
    "linear_forward",
    "mse",
    "mse_backward",
    "gradient_step",
    "init_parameters",
    "count_parameters",
)
