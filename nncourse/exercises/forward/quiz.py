"""The questions at the start and at the end of the chapter on the forward pass."""

from nncourse.exercises.quiz import Option, Question

RETRIEVAL = [
    Question(
        "784 inputs, 64 hidden neurons, 10 outputs: how many numbers does training change?",
        Option(
            "50,890",
            "784 x 64 + 64 in the first layer, 64 x 10 + 10 in the second.",
            right=True,
        ),
        Option("50,816", "Those are the weights; each of the 74 neurons has a bias as well."),
        Option("858", "That counts inputs and neurons. The weights lie on the lines between them."),
        Option("50,186", "That lacks the last layer's 640 weights and the first one's 64 biases."),
    ),
    Question(
        "Why can one neuron not solve XOR, however long it trains?",
        Option(
            "Four points are too few to learn from.",
            "More points of the same kind would not help: the difficulty is where they lie.",
        ),
        Option(
            "Its border is one straight line, and no straight line parts the two classes.",
            "Each class holds two opposite corners, so every line leaves one wrong.",
            right=True,
        ),
        Option(
            "The learning rate is too small.",
            "Gradient descent does find the neuron's smallest loss; it is not small.",
        ),
        Option(
            "The bias starts at zero.",
            "The bias moves during training, and it only shifts the line.",
        ),
    ),
    Question(
        "A weight is 2, the slope of the loss there is 3, the learning rate 0.1. What is the "
        "weight after one step of gradient descent?",
        Option("1.7", "Against the slope, a tenth of it: 2 - 0.1 x 3.", right=True),
        Option("2.3", "That is a step uphill: the gradient points to larger losses."),
        Option("-1", "That is a step of the whole slope; the learning rate shortens it."),
        Option("0.3", "That is the length of the step. The weight moves by it."),
    ),
]


QUIZ = [
    Question(
        "X is (64, 10), W is (10, 3), b is (3,). What is the shape of X @ W + b?",
        Option("(64, 3)", "One row per example, one column per neuron.", right=True),
        Option("(3, 64)", "That is the shape where examples are columns. Here they are rows."),
        Option("(64, 10)", "The 10 inputs are what each weighted sum adds up."),
        Option("It does not fit", "The inner sizes are both 10, and b fits the 3 columns."),
    ),
    Question(
        "Three dense layers follow each other without an activation. What can they compute that "
        "one dense layer cannot?",
        Option("Nothing", "A product of matrices is a matrix: one layer would do.", right=True),
        Option("XOR", "XOR needs a bend between two layers."),
        Option(
            "Everything, given enough neurons",
            "Without a bend, more neurons bring nothing new.",
        ),
        Option("Curved borders", "The border of a product of matrices is still straight."),
    ),
    Question(
        "All scores of a row grow by 7. What happens to its shares?",
        Option("They stay the same", "Only differences of scores count.", right=True),
        Option("They all grow", "They cannot: they add up to one."),
        Option("They move towards 1/k", "That happens when the differences shrink."),
        Option("The largest takes more", "That happens when all scores are multiplied by 7."),
    ),
    Question(
        "Why does a safe softmax subtract each row's own maximum, not that of the whole batch?",
        Option(
            "It is faster",
            "It is not; and speed would be no reason to prefer another result.",
        ),
        Option(
            "A row far below the others would have only zeros to divide",
            "Its exponentials all underflow to 0, and 0/0 is not a number.",
            right=True,
        ),
        Option(
            "The rows would no longer add up to one",
            "They would, as long as their sum is not zero.",
        ),
        Option(
            "One maximum for all would change the order of the shares",
            "The same shift along a row never changes the order.",
        ),
    ),
    Question(
        "A network gives each of 10 classes the same share. What is its cross-entropy?",
        Option("0.1", "That is the share. The loss is minus its logarithm."),
        Option("ln 10, about 2.30", "The surprise at a share of 1/10: not knowing.", right=True),
        Option("0.9", "That is the share of errors to expect, not the surprise."),
        Option("It depends on the labels", "Whatever the label, its share is 1/10."),
    ),
    Question(
        "Probabilities 1.0 and 0.0 come out of a sigmoid in floats. Why compute the loss from the "
        "scores instead?",
        Option(
            "The scores are integers",
            "They are floats like the others.",
        ),
        Option(
            "Rounding to 1.0 has thrown away how sure the network was",
            "Scores of 40 and 400 both give 1.0; the logarithm of 1 - p is then lost.",
            right=True,
        ),
        Option(
            "The loss of scores needs no logarithm",
            "It does, of 1 + exp(-|z|), which lies between 1 and 2.",
        ),
        Option(
            "The decision would be different",
            "The sigmoid keeps the order; the decision is the same.",
        ),
    ),
]
