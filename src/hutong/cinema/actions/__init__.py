"""What changes films, cinemas, shows and tickets: import what is meant."""
