"""Published records → the pages of the site as frozen data."""
