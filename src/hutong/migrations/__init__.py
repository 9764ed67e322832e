"""The core's one linear history of the schema."""
