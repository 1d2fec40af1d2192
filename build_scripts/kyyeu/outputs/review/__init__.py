"""Tells the reviewer of a pull request what changes, with pictures of pages before and after."""
