"""What goes to and comes from learning platforms: submissions and grade sheets."""
