"""Questions about homes."""
