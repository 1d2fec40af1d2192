"""Makes page data for the office of the Sở (education department).

These pages and letters show how ready the units are for their conferences, and what a pull request changes.
"""
