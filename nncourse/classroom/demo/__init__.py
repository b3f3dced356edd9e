"""A demo class, to try every command on."""
