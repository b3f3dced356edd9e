"""The grade book: nbgrader's own database, which formgrader shows and `nbgrader export` reads."""
