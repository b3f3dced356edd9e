"""The chapter on the basics: one neuron, its loss, and one step downhill."""

EXERCISES = (
    "neuron",
    "linear_forward",
    "mse",
    "mse_backward",
    "linear_backward",
    "gradient_step",
    "init_parameters",
    "train_neuron",
    "count_parameters",
)
