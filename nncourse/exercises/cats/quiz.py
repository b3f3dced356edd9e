"""The questions at the start and at the end of the chapter on cats."""

from nncourse.exercises.quiz import Option, Question

RETRIEVAL = [
    Question(
        "A network ends in one score z for yes or no (see the chapter on the forward pass). What "
        "is the probability of yes for z = 0?",
        Option("0.5", "sigmoid(0) = 1 / (1 + 1).", right=True),
        Option("0", "The score is 0; the sigmoid turns it into a probability."),
        Option("1", "That would need a very large score."),
        Option("It depends on the batch.", "Each score is turned into a probability by itself."),
    ),
    Question(
        "The forward pass of a round of training is done: Y_hat = network.forward(X). Which three "
        "lines follow, in this order (see the chapter on backpropagation)?",
        Option(
            "loss.forward(Y_hat, y); network.backward(loss.backward()); "
            "optimizer.step(network.params, network.grads)",
            "The loss, the way back from it, and then the step.",
            right=True,
        ),
        Option(
            "optimizer.step(network.params, network.grads); loss.forward(Y_hat, y); "
            "network.backward(loss.backward())",
            "The step would use the gradients of the round before.",
        ),
        Option(
            "network.backward(Y_hat); loss.forward(Y_hat, y); "
            "optimizer.step(network.params, network.grads)",
            "The way back begins at the loss, with its gradient, not with the outputs.",
        ),
    ),
    Question(
        "A layer has 12,288 inputs and 20 neurons. How many parameters (see the chapter on the "
        "basics)?",
        Option("245,780", "12,288 times 20 weights, and 20 biases.", right=True),
        Option("245,760", "The 20 biases are missing."),
        Option("12,308", "That adds inputs and neurons; each pair has a weight."),
        Option("258,048", "That gives each input a bias; biases belong to neurons."),
    ),
]


QUIZ = [
    Question(
        "Training accuracy 100 %, validation accuracy 70 %. What is most likely to help?",
        Option(
            "More training pictures.",
            "The network has room to learn the few it has by heart; more of them leave less room.",
            right=True,
        ),
        Option(
            "More epochs.", "The training pictures are known already. It gets surer, not wiser."
        ),
        Option("A larger network.", "It fits all its pictures already: room is not what it lacks."),
        Option(
            "Choosing the epoch at which the test accuracy is best.",
            "Then the test set has taken part in training, and no longer tells you anything.",
        ),
    ),
    Question(
        "With which mean and standard deviation is a test picture standardised?",
        Option(
            "Those of the training pictures.",
            "One ruler for all: the weights were learned with it.",
            right=True,
        ),
        Option("Its own.", "Then a dark picture and a light one would look the same."),
        Option(
            "Those of the test pictures.",
            "In use there may be only one picture; and the test set must not shape the model.",
        ),
        Option(
            "Those of training and test pictures together.",
            "That lets the test set leak into the training.",
        ),
    ),
    Question(
        "A model calls 10 pictures cats, and 9 of them are. There were 30 cats. Precision and "
        "recall?",
        Option("0.9 and 0.3", "9 of 10 called cats, 9 of 30 cats.", right=True),
        Option("0.3 and 0.9", "They have changed places."),
        Option("0.9 and 0.9", "Recall looks at all cats, also those that were missed."),
        Option("It cannot be told without the number of pictures.", "Neither needs the noes."),
    ),
    Question(
        "Two models were tested on 50 pictures: 76 % and 80 % right. Is the second one better?",
        Option(
            "We do not know: the uncertainty of each is nearly 6 points.",
            "The root of p (1 - p) / 50; and 4 points are two pictures.",
            right=True,
        ),
        Option("Yes, 80 is more than 76.", "On 50 other pictures it may be the other way round."),
        Option(
            "No, both are the same.", "That is not known either; the test is too small to tell."
        ),
    ),
    Question(
        "You shuffle the pixels of all pictures, in training and test, in one and the same way. "
        "What happens to a dense network's test accuracy?",
        Option(
            "Nothing: a dense layer does not know which inputs are neighbours.",
            "Each input has a weight of its own, wherever it sits.",
            right=True,
        ),
        Option("It falls to 50 %.", "It would, if each picture were shuffled in its own way."),
        Option(
            "It falls a little.", "Nothing in a dense layer depends on the order of its inputs."
        ),
    ),
    Question(
        "The L2 price pulls weights towards zero. Which weights are pulled hardest?",
        Option("The largest.", "The slope of a square grows with the weight.", right=True),
        Option("All alike.", "So it is with the price of absolute values, L1."),
        Option("The smallest.", "A tiny weight costs almost nothing, and is hardly pulled."),
        Option("The biases.", "Biases do not pay."),
    ),
]
