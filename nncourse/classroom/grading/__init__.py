"""From a student's notebook to a result: picked, run elsewhere, judged here, kept."""
