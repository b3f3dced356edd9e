"""The chapter on backpropagation: one backward after another, until a whole network learns."""

EXERCISES = (
    "sigmoid_backward",
    "tanh_backward",
    "relu_backward",
    "softmax_cross_entropy_backward",
    "dense_backward",
    "numerical_gradient",
    "backward",
    "update",
    "Dense",
)
