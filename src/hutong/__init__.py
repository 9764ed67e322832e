"""Hutong: a self-hosted platform for local life (stays, cinema seats and photos)."""

__version__ = "0.1.0"
