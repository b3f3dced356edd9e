"""The questions at the start and at the end of the chapter on digits."""

from nncourse.exercises.quiz import Option, Question

RETRIEVAL = [
    Question(
        "A network scores ten classes and knows nothing yet: every class gets the same share. What "
        "is its cross-entropy (see the chapter on the forward pass)?",
        Option("log 10, about 2.3", "The surprise at a share of one tenth.", right=True),
        Option("0.1", "That is the share itself; the loss is minus its logarithm."),
        Option("0", "That would be the loss of a network that is always right and sure of it."),
        Option("10", "The loss is a surprise, not a count of classes."),
    ),
    Question(
        "The gradient of a dense layer's weights is X.T @ dZ (see the chapter on "
        "backpropagation). What is it for an input that is 0 in all examples?",
        Option(
            "Zero: its row of weights does not move.",
            "Whatever dZ is, it is multiplied by 0. We shall see such weights.",
            right=True,
        ),
        Option("The same as for the others.", "Each row of dW is weighted by its own input."),
        Option("The sum of dZ.", "That is the gradient of the bias, whose input is always 1."),
    ),
    Question(
        "You try three learning rates and keep the one with the best accuracy on the test "
        "pictures. What is that accuracy worth (see the chapter on cats)?",
        Option(
            "Less than it says: the test pictures were used to choose.",
            "Choose on pictures held back from training; test once, at the end.",
            right=True,
        ),
        Option("All it says.", "The best of three is partly luck on those very pictures."),
        Option("Nothing was trained on them, so it is fair.", "Choosing is learning too."),
    ),
]


QUIZ = [
    Question(
        "A file starts with the bytes 00 00 08 03 00 00 27 10. What does it hold?",
        Option(
            "10,000 pictures: three axes in all.",
            "08: bytes; 03: three axes, the first 0x2710 = 10,000 long.",
            right=True,
        ),
        Option("Three pictures.", "The 03 counts the axes, not the pictures."),
        Option("270,991,360 pictures.", "That is the size read from the wrong end."),
        Option("8 pictures of 3 pixels.", "08 is the code of the type, 03 the number of axes."),
    ),
    Question(
        "You go from batches of 32 to batches of 128. The noise in a gradient becomes about",
        Option("half as large", "It falls with the square root of the batch size.", right=True),
        Option("a quarter as large", "Four times the work buys the square root of four."),
        Option("as large as before", "A mean over more examples is steadier."),
        Option("four times as large", "The noise shrinks when more examples are averaged."),
    ),
    Question(
        "A network has 20 ReLU layers, all 256 wide. Its weights have variance 1 / 256 instead of "
        "2 / 256. About what share of the signal's size arrives at the end?",
        Option(
            "A thousandth", "Each layer halves the square; 20 halvings, then the root.", right=True
        ),
        Option("A half", "Each of the 20 layers takes its part."),
        Option("A millionth", "That is its mean square; its size is the root of that."),
        Option("All of it", "1 / n_in keeps the signal only without the ReLU."),
    ),
    Question(
        "In a confusion matrix with true classes in rows, row 4, column 9 holds 20. Which is true?",
        Option(
            "20 fours were taken for nines.", "Row: what it was. Column: what it got.", right=True
        ),
        Option("20 nines were taken for fours.", "That is row 9, column 4."),
        Option(
            "Of those called nine, 20 % were fours.", "It is a count, and no share of a column."
        ),
    ),
    Question(
        "You stop a run with momentum, save the weights only, load them and train on. What differs "
        "from a run without a break?",
        Option(
            "The velocity and the order of the batches.",
            "Both are state too; a checkpoint keeps them.",
            right=True,
        ),
        Option("Nothing: the weights are the network.", "But they are not the whole run."),
        Option("Only the learning rate.", "Unless it follows a schedule, it is what you set."),
    ),
    Question(
        "Your network has 98 % on the test digits, and fails on photographs of digits in blue "
        "ink on white paper. What is the likeliest reason?",
        Option(
            "The photographs were not prepared as the training digits were.",
            "Light on dark, cut out, scaled, centred: without that it is another task.",
            right=True,
        ),
        Option("Overfitting.", "The test digits are new to it as well, and it reads them."),
        Option("A dense network cannot read photographs.", "Prepared alike, it can."),
        Option("98 % is too little.", "Two in a hundred do not explain that all fail."),
    ),
]
