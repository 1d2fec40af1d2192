"""What only the demonstration needs: portraits of its invented people, drawn from a table, for no photograph of anyone exists."""
