"""Makes views for the office of the Sở (education department).

They show how ready the units are for their conferences, and what a pull request changes.
"""
