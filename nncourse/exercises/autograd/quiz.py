"""The questions at the start and at the end of the chapter on autograd."""

from nncourse.exercises.quiz import Option, Question

RETRIEVAL = [
    Question(
        "Z = X @ W has the shapes (5, 3), (5, 4), (4, 3), and dZ is the gradient with respect to Z "
        "(see the chapter on backpropagation). Which is dX?",
        Option("dZ @ W.T", "(5, 3) times (3, 4): the shape of X.", right=True),
        Option("W.T @ dZ", "(3, 4) and (5, 3) do not fit together."),
        Option("X.T @ dZ", "Shape (4, 3): that is dW."),
        Option(
            "dZ * W", "(5, 3) and (4, 3) do not fit; a matrix product is no product by entries."
        ),
    ),
    Question(
        "A neuron's output goes into three neurons of the next layer (see the chapter on "
        "backpropagation). Which gradient does it get?",
        Option(
            "The sum of the three that come back.",
            "Each way to the loss counts in full; ways that part add up.",
            right=True,
        ),
        Option("The mean of the three.", "A nudge acts through all three ways, in full."),
        Option("The product of the three.", "Slopes multiply along one way, not across ways."),
    ),
    Question(
        "In Z = X @ W + b the bias b has the shape (3,), and X has 32 rows (see the chapter on the "
        "forward pass). How often is each entry of b used?",
        Option("32 times", "NumPy adds b to every row: that is broadcasting.", right=True),
        Option("once", "Then only one row would be shifted."),
        Option("3 times", "There are three entries; each is used in every row."),
    ),
]


QUIZ = [
    Question(
        "b = a + a, and then c = b * b, with a = 3. What is the slope of c in a?",
        Option("24", "c is 4 a squared, and its slope is 8 a.", right=True),
        Option("12", "That is 2 b: the slope in b. And b moves twice as fast as a."),
        Option("36", "That is the value of c."),
        Option("6", "One of four ways: a is used twice in b, and b twice in c. They add up."),
    ),
    Question(
        "Why does the walk back take the nodes in topological order?",
        Option(
            "A node may hand its gradient on only when all of it has arrived.",
            "What arrives later would be missing in everything behind it.",
            right=True,
        ),
        Option("It is faster than any other order.", "A wrong order takes as long, and errs."),
        Option(
            "Because the nodes were computed in that order.",
            "They were computed the other way round; and several orders would do.",
        ),
        Option("So that no node is visited twice.", "A set of nodes seen is enough for that."),
    ),
    Question(
        "A column of shape (5, 1) is added to an array of shape (5, 3). The gradient of the sum is "
        "G, of shape (5, 3). Which gradient does the column get?",
        Option(
            "G.sum(axis=1, keepdims=True)",
            "Each entry was used in three places, and gets the sum of three gradients.",
            right=True,
        ),
        Option("G.sum(axis=0)", "Shape (3,): that would be right for a bias."),
        Option("G.mean(axis=1, keepdims=True)", "The shape fits, but each use counts in full."),
        Option("G", "Its shape is not that of the column: a step could not be taken with it."),
    ),
    Question(
        "C = a[[2, 2, 0]], and the upstream gradient is [1, 10, 100]. What does a[2] get?",
        Option("11", "It was taken twice, so two gradients come back and are added.", right=True),
        Option("10", "That is what da[[2, 2, 0]] += ... leaves: the second write overwrites."),
        Option("1", "The second use counts as much as the first."),
        Option("2", "That counts the uses and leaves the upstream gradient out."),
    ),
    Question(
        "Somebody writes parent.grad = gradient where the engine has parent.grad += gradient. When "
        "does it show?",
        Option(
            "As soon as a value is used more than once.",
            "In a plain chain every node has one gradient to get, and = is enough.",
            right=True,
        ),
        Option("At once, in every graph.", "A chain gives the right numbers, which is the trap."),
        Option("Only with arrays of different shapes.", "The shapes are the pull's business."),
    ),
    Question(
        "The pull of multiply needs both operands. What does that mean for the memory?",
        Option(
            "Both are kept until the walk back, in every multiply.",
            "This is why training takes more memory than prediction.",
            right=True,
        ),
        Option("Nothing: they are computed again.", "The pull uses what was there in the forward."),
        Option("Only the last value is kept.", "The first layers need theirs too, and at the end."),
    ),
]
