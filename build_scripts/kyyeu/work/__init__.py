"""What to do, what is done already, who does it."""
