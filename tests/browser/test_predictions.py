"""Predictions: what tells the answer waits for the reader's choice, and only where it can wait."""

import pytest
from reader import kept

CHAPTER = "book/02_forward.html"
NAME = "forward-1"


class Prediction:
    def __init__(self, page):
        self.page = page
        self.box = page.locator(f'[data-prediction="{NAME}"]')
        self.hidden = page.locator(f'[data-reveals="{NAME}"]')
        self.right = self.box.get_attribute("data-right")

    def choose(self, letter):
        self.box.locator(f"input[value={letter}]").check()
        self.box.locator("[data-do=commit]").click()

    @property
    def reply(self):
        return self.box.locator(".prediction-reply").inner_text()

    def is_revealed(self):
        shown = {part.is_visible() for part in self.hidden.all()}
        assert len(shown) == 1
        return shown.pop()


@pytest.fixture
def prediction(site, page):
    page.goto(f"{site}/{CHAPTER}")
    return Prediction(page)


def test_the_answer_waits_for_the_choice_which_is_remembered(prediction, page):
    assert not prediction.is_revealed()
    assert not prediction.box.locator("[data-do=commit]").is_enabled()
    wrong = "a" if prediction.right != "a" else "b"
    prediction.choose(wrong)
    assert prediction.is_revealed()
    assert prediction.reply == f"You said ({wrong}); it is ({prediction.right})."
    assert page.evaluate("document.activeElement.className") == "prediction-reply"

    page.reload()
    assert prediction.is_revealed()
    assert prediction.reply == f"You said ({wrong}); it is ({prediction.right})."
    assert prediction.box.locator(f"input[value={wrong}]").is_checked()
    assert page.errors == []


def test_a_right_choice_is_told_so(prediction):
    prediction.choose(prediction.right)
    assert prediction.reply == f"You said ({prediction.right}), and so it is."


def test_it_can_be_shown_without_a_choice(prediction, page):
    prediction.box.locator("[data-do=show]").click()
    assert prediction.is_revealed()
    assert prediction.reply == f"It is ({prediction.right})."
    assert kept(page)["predictions"] == {NAME: ""}


def test_other_predictions_still_wait(prediction, page):
    prediction.choose("a")
    others = page.locator(f'[data-reveals]:not([data-reveals="{NAME}"])')
    assert others.count() > 0
    assert not [part for part in others.all() if part.is_visible()]


def test_what_was_answered_is_there_from_the_first_paint_on(prediction, page):
    prediction.choose("a")
    page.route("**/_static/page.js*", lambda route: None)  # the scripts are late
    page.reload(wait_until="commit")
    prediction.hidden.first.wait_for(state="visible")
    others = page.locator(f'[data-reveals]:not([data-reveals="{NAME}"])')
    others.first.wait_for(state="attached")
    assert not others.first.is_visible()


def test_without_the_pages_script_nothing_waits(site, page):
    page.route("**/_static/page.js*", lambda route: route.abort())
    page.goto(f"{site}/{CHAPTER}")
    assert Prediction(page).is_revealed()
    assert not page.locator(".prediction-actions").first.is_visible()


def test_without_javascript_nothing_waits(site, browser):
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{site}/{CHAPTER}")
        assert Prediction(page).is_revealed()
        assert not page.locator(".prediction input").first.is_visible()


def test_on_paper_nothing_waits(prediction, page):
    page.emulate_media(media="print")
    assert prediction.is_revealed()
    assert not prediction.box.locator("[data-do=commit]").is_visible()


def test_a_link_into_what_waits_shows_it(prediction, page):
    prediction.hidden.first.evaluate("part => { part.id = 'a-place' }")
    page.evaluate("location.hash = 'a-place'")
    prediction.hidden.first.wait_for(state="visible")
    assert prediction.is_revealed()


def test_predictions_work_in_a_book_opened_as_a_file(book, page):
    page.goto((book / CHAPTER).as_uri())
    prediction = Prediction(page)
    assert not prediction.is_revealed()
    prediction.choose("a")
    assert prediction.is_revealed()
