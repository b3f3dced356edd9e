"""The chapter on autograd: the rules of single operations, and the walk that joins them."""

EXERCISES = (
    "Node",
    "topological_order",
    "unbroadcast",
    "add_backward",
    "mul_backward",
    "matmul_backward",
    "sum_backward",
    "index_backward",
    "apply",
    "run_backward",
    "relu_node",
    "softmax_node",
)
