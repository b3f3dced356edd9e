"""Quizzes: each choice is answered, can be changed, and is remembered."""

import pytest

CHAPTER = "book/02_forward.html"


@pytest.fixture
def question(site, page):
    page.goto(f"{site}/{CHAPTER}")
    return page.locator(".question").first


def replies(question):
    return [reply for reply in question.locator(".reply").all() if reply.is_visible()]


def test_a_choice_is_answered_can_be_changed_and_is_remembered(question, page):
    assert replies(question) == []
    options = question.locator("label")
    for number in (0, 1):
        options.nth(number).click()
        [reply] = replies(question)
        expected = question.locator(".reply").nth(number).text_content()
        assert reply.text_content() == expected
        assert page.locator(".quiz [role=status]").first.text_content() == expected

    page.reload()
    assert options.nth(1).locator("input").is_checked()
    [reply] = replies(question)
    assert reply.text_content() == expected
    assert page.errors == []


def test_questions_do_not_disturb_each_other(question, page):
    second = page.locator(".question").nth(1)
    question.locator("label").first.click()
    second.locator("label").first.click()
    assert len(replies(question)) == len(replies(second)) == 1


def test_the_arrow_keys_choose(question, page):
    question.locator("input").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    assert question.locator("input").nth(1).is_checked()
    assert len(replies(question)) == 1


def test_without_javascript_every_reply_can_be_read(site, browser):
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{site}/{CHAPTER}")
        question = page.locator(".question").first
        assert len(replies(question)) == question.locator("label").count()
        assert not question.locator("input").first.is_visible()
