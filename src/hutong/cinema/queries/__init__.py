"""Questions about films, cinemas, shows and tickets: import what is asked for."""
