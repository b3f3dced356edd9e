"""Names of people as different systems write them, brought to one form.

A platform's archive calls somebody `doejane`, its sheet `Doe, Jane` and the roster `Jane Doe`; a
Mac stores an accent as a letter of its own. Two names agree here if they are the same words in the
same order, wherever one begins: a family name in front is a rotation.
"""

import unicodedata


def squeezed(text: str) -> str:
    """The letters and digits of a text, small and without accents.

    Examples
    --------
    >>> squeezed("Žižková, Anna-Marie") == squeezed("zizkova annamarie")
    True
    """
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in apart if sign.isalnum())


def spellings(name: str) -> set[str]:
    """Every squeezed form of a name that a system may have made of it.

    Examples
    --------
    >>> sorted(spellings("Jane van Dam"))
    ['damjanevan', 'janevandam', 'vandamjane']
    """
    words = [word for word in map(squeezed, name.replace(",", " ").split()) if word]
    return {"".join(words[i:] + words[:i]) for i in range(len(words))}


def plain(text: str) -> str:
    """A text in the one form in which texts are compared: composed, without blanks at its ends.

    Examples
    --------
    >>> plain(" Jose\\u0301 ") == "José"
    True
    """
    return unicodedata.normalize("NFC", text).strip()


def harmless(text: str) -> str:
    """A text that a spreadsheet does not take for a formula: a quote is put before it.

    Spreadsheets run a cell that begins with one of = + - @, a tab or a return; see "CSV Injection",
    https://owasp.org/www-community/attacks/CSV_Injection.

    Examples
    --------
    >>> harmless('=HYPERLINK("http://example.org")'), harmless("Jane"), harmless("-1.5")
    ('\\'=HYPERLINK("http://example.org")', 'Jane', '-1.5')
    """
    begins = text.lstrip().startswith(("=", "+", "-", "@")) or text.startswith(("\t", "\r", "\n"))
    return "'" + text if begins and not is_number(text) else text


def is_number(text: str) -> bool:
    """Whether a text is a number and nothing else."""
    try:
        return float(text) == float(text) and text.strip().isascii()
    except ValueError:
        return False
