"""Views for the Sở's own office: how ready the units are, and what a pull request changes."""
