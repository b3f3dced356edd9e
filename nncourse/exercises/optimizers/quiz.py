"""The questions at the start and at the end of the chapter on optimisers."""

from nncourse.exercises.quiz import Option, Question

RETRIEVAL = [
    Question(
        "Plain descent on the loss w ** 2, with the gradient 2 * w and the learning rate 0.1 (see "
        "the chapter on the basics). What does one step make of w?",
        Option("0.8 * w", "w - 0.1 * 2 * w; ten steps leave about a tenth.", right=True),
        Option("0.9 * w", "The slope of w ** 2 is 2 * w, twice as steep."),
        Option("w - 0.1", "A step is as long as the slope makes it: less near the bottom."),
        Option("1.2 * w", "That is uphill: the step goes against the gradient."),
    ),
    Question(
        "A mini-batch's gradient differs from that of all examples (see the chapter on digits). "
        "How, on the whole?",
        Option(
            "By noise: on average over batches it is the right one.",
            "Some batches push too far, some too little; the mean of many is right.",
            right=True,
        ),
        Option("It is smaller.", "A loss is a mean, so the batch size does not scale it."),
        Option("It always points uphill.", "Noisy as it is, most of it points the right way."),
    ),
    Question(
        "A function gets an array p and does p = p - step, without a return. What does the caller "
        "see (see the chapter on the basics)?",
        Option(
            "The old array, unchanged.",
            "The name p now means a new array, inside the function only; -= would change the old.",
            right=True,
        ),
        Option("The new values.", "They are in a new array that only the function knew."),
        Option("An error.", "Everything runs; nothing is learned, without a word."),
    ),
]


QUIZ = [
    Question(
        "A slope stays the same for many steps. With momentum 0.9, how long are the steps in the "
        "end, compared with plain descent?",
        Option(
            "Ten times as long",
            "1 + 0.9 + 0.81 + ... = 1 / (1 - 0.9) = 10.",
            right=True,
        ),
        Option("1.9 times as long", "That is the second step; the sum goes on."),
        Option("0.9 times as long", "Each step adds the gradient in full to what was kept."),
        Option("Longer and longer, without end", "Friction grows with the velocity, and wins."),
    ),
    Question(
        "In a narrow valley, the gradient across it changes its sign at each step. What does "
        "momentum make of that part?",
        Option(
            "It nearly cancels.",
            "g - 0.9 g + 0.81 g - ... is about half of g; along the valley it is ten times.",
            right=True,
        ),
        Option("Ten times as much.", "That happens along the valley, where the sign stays."),
        Option("Nothing: only the rate matters.", "Old pushes count, and these oppose each other."),
    ),
    Question(
        "All gradients become a thousand times larger. What do the steps of Adam do?",
        Option(
            "They stay as they are.",
            "Mean and root of the mean square both grow a thousand times, and cancel.",
            right=True,
        ),
        Option("They become a thousand times longer.", "That is plain descent."),
        Option("They become a thousand times shorter.", "The numerator grows as well."),
    ),
    Question(
        "Adam with the usual betas, but without correction for the start. How long is the first "
        "step?",
        Option(
            "About three learning rates",
            "0.1 / sqrt(0.001) = 3.2: the root of s is more short of its size than v is.",
            right=True,
        ),
        Option(
            "A tenth of the learning rate",
            "v is ten times too small, but the root of s is thirty times.",
        ),
        Option("One learning rate", "That is the corrected step."),
        Option("Zero", "v starts at zero, but the first gradient is in it by then."),
    ),
    Question(
        "You keep the velocities of four layers of one shape in velocities = [np.zeros(shape)] * "
        "4, and change them in place. What goes wrong?",
        Option(
            "All four are one array.",
            "The list holds it four times over: each layer is pushed by all gradients.",
            right=True,
        ),
        Option("Nothing.", "It would be right with a list comprehension, which makes four arrays."),
        Option(
            "The velocities start at zero.",
            "So they should: nothing was pushed yet.",
        ),
    ),
    Question(
        "With Adam, why does AdamW not add weight_decay * p to the gradient?",
        Option(
            "Adam would divide the decay by the gradient's size.",
            "Weights with steep gradients would hardly decay, and flat ones fast.",
            right=True,
        ),
        Option("It would be slower.", "It is the same amount of work."),
        Option(
            "With plain descent that would be wrong, too.",
            "There the two are the same; only the division parts them.",
        ),
    ),
    Question(
        "Why clip by the norm of all gradients together, and not each entry by itself?",
        Option(
            "The direction stays.",
            "One factor shortens the step; cutting entries turns it.",
            right=True,
        ),
        Option("It is faster to compute.", "It takes a pass for the length, so rather slower."),
        Option(
            "Entries cannot be too large by themselves.",
            "They can, and then the norm is large as well.",
        ),
    ),
]
