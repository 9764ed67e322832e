"""What goes in and out about films, cinemas, halls, rights and shows."""
