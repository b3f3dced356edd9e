"""For instructors: from a chapter to a class whose work is graded."""
