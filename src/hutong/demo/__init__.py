"""People, homes, cinemas and photos to try everything with, in development only."""
