"""Published library → frozen page data: sorted, counted, worded. No HTML, no files, no clock."""
