"""What several stages ask about records: names of the day, spelling of names, state of consent, what belongs to what."""
