"""Where submissions run: what is inside, what is withheld, and what comes back."""
