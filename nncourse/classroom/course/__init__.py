"""What an instructor has on disk: the course folder, its students, assignments and marks."""
