"""Measurements: each command runs its yardstick beside itself and prints the ratio."""
