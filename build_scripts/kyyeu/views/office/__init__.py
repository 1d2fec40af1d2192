"""Records → what the Sở's own office reads: how ready the units are, what a pull request changes."""
