"""Facts about records that several stages ask for: consent, names in texts, awards in force, citations."""
