"""Shows the reviewer of a pull request what it changes on the site and in booklets, with pictures."""
