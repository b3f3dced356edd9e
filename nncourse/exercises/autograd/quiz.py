"""The questions at the start and at the end of the chapter on autograd."""

from nncourse.exercises.quiz import Question

RETRIEVAL: list[Question] = []
QUIZ: list[Question] = []
