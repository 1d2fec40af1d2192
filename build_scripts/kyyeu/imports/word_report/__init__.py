"""A summary report written in Word → the sections of the cycle's outline: file → HTML → blocks → placed under sections → Markdown."""
