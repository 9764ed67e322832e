"""Outside services that stays speak to."""
