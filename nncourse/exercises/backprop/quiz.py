"""The questions at the start and at the end of the chapter on backpropagation."""

from nncourse.exercises.quiz import Option, Question

RETRIEVAL = [
    Question(
        "A batch X of shape (5, 4) goes into a dense layer of 3 neurons (see the chapter on the "
        "forward pass). Which shapes have W, b and Z?",
        Option(
            "(4, 3), (3,), (5, 3)",
            "One column of W per neuron; one row of Z per example.",
            right=True,
        ),
        Option("(3, 4), (3,), (5, 3)", "That W does not fit: X @ W needs 4 rows in W."),
        Option("(4, 3), (5,), (5, 3)", "A bias belongs to a neuron, not to an example."),
        Option("(4, 3), (3,), (3, 5)", "The first axis of Z is the batch, as it is in X."),
    ),
    Question(
        "Why could one neuron not learn XOR (see the chapter on the basics), however long it was "
        "trained?",
        Option(
            "Its border is one straight line, and no line parts the four points.",
            "Two corners of each class lie across from each other.",
            right=True,
        ),
        Option("Four examples are too few.", "More copies of the four points change nothing."),
        Option(
            "The learning rate was too small.",
            "A better rate finds the best line sooner, and no line is good enough.",
        ),
    ),
    Question(
        "In the chapter on the basics, dw was X.T @ d_y_hat: a sum over all examples. Why a sum?",
        Option(
            "The same weight acts on the loss through every example.",
            "Each example adds its part to the slope; this chapter builds on it.",
            right=True,
        ),
        Option("To make the gradient larger.", "Its size follows from the loss, we cannot choose."),
        Option(
            "Because the loss is a sum.",
            "The loss is a mean; its 1/m is inside d_y_hat. The sum comes from sharing the weight.",
        ),
    ),
]


QUIZ = [
    Question(
        "A hidden neuron feeds three neurons of the next layer. What is done with the three "
        "gradients that come back to it?",
        Option(
            "They are added.", "Paths that part add up; along one path slopes multiply.", right=True
        ),
        Option("They are multiplied.", "Slopes multiply along a path, not across paths."),
        Option("They are averaged.", "A nudge of the neuron acts through all three, in full."),
        Option("The largest counts.", "Each of the three changes the loss, not only one."),
    ),
    Question(
        "X is (32, 64) and dZ is (32, 10). Which is the gradient of the weights?",
        Option(
            "X.T @ dZ", "Shape (64, 10), that of W; the 32 examples are summed away.", right=True
        ),
        Option("dZ.T @ X", "Shape (10, 64): the transpose, with one row per neuron."),
        Option("X @ dZ", "(32, 64) and (32, 10) do not fit together."),
        Option("dZ @ W.T", "That is dX, the gradient for the layer below."),
    ),
    Question(
        "For one example the shares are [0.7, 0.2, 0.1] and the second class is true. The gradient "
        "of the cross-entropy with respect to the scores is",
        Option("[0.7, -0.8, 0.1]", "Shares minus truth; the row adds up to zero.", right=True),
        Option("[-0.7, 0.8, -0.1]", "Truth minus shares is the direction of the step."),
        Option("[0, -5, 0]", "That is the gradient with respect to the shares, before softmax."),
        Option("[0, -0.8, 0]", "The other scores matter too: they take a share from the true one."),
    ),
    Question(
        "A gradient check of dense, tanh, dense reports 2.W 1e-9, 2.b 1e-9, 0.W 0.4, 0.b 0.4. "
        "Where do you look first?",
        Option(
            "At what lies between: the tanh's backward, or the dX of layer 2.",
            "Layer 2's own gradients are right, so the fault lies further down.",
            right=True,
        ),
        Option("At the loss's gradient.", "A fault there would show in 2.W and 2.b as well."),
        Option("At the learning rate.", "A gradient check takes no step."),
        Option("Nowhere: 0.4 is a small error.", "Right gradients agree to about 1e-7 or better."),
    ),
    Question(
        "All weights of a network start at 0.3. What becomes of its eight hidden neurons?",
        Option(
            "Eight copies of one neuron, for ever.",
            "Equal neurons get equal gradients, step after step.",
            right=True,
        ),
        Option("Eight different neurons, more slowly.", "Nothing ever makes them differ."),
        Option("It fails with an error.", "Everything runs, and the loss even falls a little."),
    ),
    Question(
        "A network of ten sigmoid layers hardly changes its first layers in training. Why?",
        Option(
            "Each sigmoid multiplies the gradient by 1/4 at most.",
            "After ten of them little is left; tanh and ReLU keep more.",
            right=True,
        ),
        Option("The first layers are finished first.", "They stand still from the first step on."),
        Option(
            "The first layers have no upstream gradient.",
            "They have one; it has become very small on its way.",
        ),
    ),
]
