"""Makes the data of pages and letters that the office of the education department (Sở) uses.

They show how ready the units (schools, centres) are for their conferences, and what a pull request changes.
"""
