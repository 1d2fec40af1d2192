"""Published records → printed works as frozen data: Books of Parts in reading order."""
