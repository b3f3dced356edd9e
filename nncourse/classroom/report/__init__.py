"""What came of an assignment, as pages: one of the class, and one for each student."""
