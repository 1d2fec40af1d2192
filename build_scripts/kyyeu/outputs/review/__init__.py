"""Shows reviewers of a pull request, with pictures, what the request changes on the site and in booklets."""
