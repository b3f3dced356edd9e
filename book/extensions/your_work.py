"""Sphinx extension: each page has a button for the dialog "Your work".

The dialog is made by `book/pages/work.js`, from a list of all chapters with their exercises:
`_static/exercises.json`.
"""

import json
from pathlib import Path
from typing import Any

from notebooks import chapter_of
from sphinx.application import Sphinx
from sphinx.config import Config

from nncourse.exercises import exercises_of


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("config-inited", add_button)
    app.connect("build-finished", write_list)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def add_button(app: Sphinx, config: Config) -> None:
    """Put the button into the bar above the text, first of those at its end."""
    config.templates_path.append(str(Path(__file__).parent / "templates"))
    config.html_theme_options["article_header_end"] = [
        "your-work.html",
        "article-header-buttons.html",
    ]


def write_list(app: Sphinx, error: Exception | None) -> None:
    """Write the list beside the scripts."""
    if error is None and app.builder.format == "html":
        chapters = [
            listed(chapter, app.env.titles[page].astext(), app.builder.get_target_uri(page))
            for page in sorted(app.env.found_docs)
            if (chapter := chapter_of(page))
        ]
        target = Path(app.outdir, "_static", "exercises.json")
        target.write_text(json.dumps(chapters, ensure_ascii=False), encoding="utf-8")


def listed(chapter: str, title: str, page: str) -> dict[str, Any]:
    """A chapter with its exercises.

    >>> listed("basics", "1. A line", "01.html")["exercises"][0]["id"].startswith("basics.")
    True
    """
    exercises = [
        {"id": each.id, "title": each.title, "points": each.points}
        for each in exercises_of(chapter)
    ]
    return {"title": title, "page": page, "exercises": exercises}
