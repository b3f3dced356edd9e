"""What the students are given: the notebook of an assignment, made from its chapters."""
