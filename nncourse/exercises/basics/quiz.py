"""The questions at the start and at the end of the chapter on the basics."""

from nncourse.exercises.quiz import Option, Question

RETRIEVAL = [
    Question(
        "The dot product of [1, 2] and [3, 4] is",
        Option("11", "1 times 3 plus 2 times 4.", right=True),
        Option("[3, 8]", "Those are the products; the dot product also adds them up."),
        Option("10", "That is the sum of all four numbers; the pairs are multiplied first."),
        Option(
            "21", "That is (1 + 2) times (3 + 4); each number is multiplied by its partner only."
        ),
    ),
    Question(
        "An array A has shape (5, 3). What is the shape of A.sum(axis=0)?",
        Option("(3,)", "Axis 0 has five entries, and it is summed away.", right=True),
        Option("(5,)", "That is the sum over axis 1: the axis that is named disappears."),
        Option("a single number", "Without an axis, everything is added up; here one axis stays."),
        Option("(1, 3)", "So it would be with keepdims=True."),
    ),
    Question(
        "The slope of f(w) = (w - 3) squared at w = 5 is",
        Option("4", "Twice what is squared: 2 (5 - 3).", right=True),
        Option("2", "The 2 of the square's derivative is missing."),
        Option("-4", "The slope is positive: to the right of 3 the function rises."),
        Option("10", "That is the slope of w squared; what is squared here is w - 3."),
    ),
]


QUIZ = [
    Question(
        "X has shape (32, 4) and w has shape (4,). What is the shape of X @ w + b, for a number b?",
        Option("(32,)", "One output per example; the features are summed away.", right=True),
        Option("(4,)", "The axis of length 4 is the one that is summed. The 32 examples stay."),
        Option("(32, 4)", "That is X * w, the products before they are added up."),
        Option("(32, 1)", "w has one axis, so the result has one axis less than X."),
    ),
    Question(
        "A neuron learns from one example, and its prediction is larger than the target. What is "
        "d_y_hat, and what does a step do?",
        Option(
            "It is positive, and a step makes the prediction smaller.",
            "The gradient points uphill, the step goes against it.",
            right=True,
        ),
        Option(
            "It is negative, and a step makes the prediction smaller.",
            "The step is minus the gradient: a negative one would make the prediction larger.",
        ),
        Option(
            "It is positive, and a step makes the prediction larger.",
            "That would be walking uphill: the gradient has to be subtracted.",
        ),
    ),
    Question(
        "With a learning rate ten times larger, the loss grows from step to step. Why?",
        Option(
            "The steps overshoot the valley.",
            "The slope is only right nearby; a long step leaves the place where it holds.",
            right=True,
        ),
        Option(
            "The gradient has the wrong sign.",
            "Then it would grow with a small rate as well.",
        ),
        Option(
            "The loss is a sum and not a mean.",
            "That only acts like a larger learning rate; the cause is the length of the step.",
        ),
    ),
    Question(
        "Why can one neuron not compute XOR?",
        Option(
            "A straight border cannot do it.",
            "A line separates two sides, and XOR is high in two opposite corners.",
            right=True,
        ),
        Option("It needs more epochs.", "Training longer finds the best line, and no line fits."),
        Option("Its bias is zero.", "A bias moves the line; it stays one line."),
        Option(
            "Four examples are too few.",
            "They are all there are, and a network with a hidden layer learns them.",
        ),
    ),
    Question(
        "All weights of a network with a hidden layer start equal. What happens to its neurons?",
        Option(
            "The hidden ones stay equal.",
            "Equal neurons get equal gradients: many neurons, one feature. Random weights break "
            "the tie.",
            right=True,
        ),
        Option("Training tells them apart.", "Equal neurons get equal gradients."),
        Option("Their loss is infinite.", "All outputs are equal; the loss is an ordinary number."),
    ),
]
