"""What the students' notebook leaves out: the answers to questions that are to be thought about.

A chapter asks its reader to predict something and, below, says in a sentence which option is right;
and it folds away what was wrong in a bug clinic. The solutions of exercises are cells of their own.
"""

import re
from collections.abc import Iterator

BOX = re.compile(
    r"^(:::+)\{admonition\} (Predict|What was wrong|The answer)\n.*?^\1[ \t]*$\n*", re.M | re.S
)
LETTER = re.compile(r"\([a-e]\)")
GAP = re.compile(r"\n[ \t]*\n")
SENTENCES = re.compile(r"(?<=[.?])\s+(?=[A-Z(*])")


def without_answers(texts: list[str]) -> Iterator[str]:
    """The texts of a chapter's cells of prose, in order, rid of answers.

    Examples
    --------
    >>> asked = ":::{admonition} Predict\\nHow many?\\n\\n- (a) 1\\n- (b) 2\\n:::"
    >>> list(without_answers([asked, "It is (b). One each.\\n\\nNow to (a)."]))[1]
    'One each.\\n\\nNow to (a).'
    """
    is_asked = False
    for text in texts:
        kept, end = "", 0
        for box in BOX.finditer(text):
            part, is_asked = without_answer(text[end : box.start()], is_asked)
            asks = box[2] == "Predict"
            kept += part + (box[0] if asks else "")
            is_asked = asks or (is_asked and not LETTER.search(box[0]))
            end = box.end()
        part, is_asked = without_answer(text[end:], is_asked)
        yield kept + part


def without_answer(text: str, is_asked: bool) -> tuple[str, bool]:
    """The text without the sentences that answer what was asked, and whether it is still asked.

    Those are the sentences that name an option, in the first paragraph that names one.
    """
    paragraphs = GAP.split(text)
    for place, paragraph in enumerate(paragraphs):
        if is_asked and LETTER.search(paragraph):
            paragraphs[place] = in_other_words(paragraph)
            return "\n\n".join(paragraphs), False
    return text, is_asked


def in_other_words(paragraph: str) -> str:
    """A paragraph without the sentences that name an option.

    Examples
    --------
    >>> in_other_words("The answer is (a). Read it aloud. Answer (c) would be `X * w`.")
    'Read it aloud.'
    """
    return " ".join(one for one in SENTENCES.split(paragraph) if not LETTER.search(one))
