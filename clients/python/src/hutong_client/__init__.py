"""A typed client of Hutong's API: `Hutong("https://town.example", token="…").stays.search_homes(guests=2)`."""

from hutong_client.calls import Calls
from hutong_client.wire import Listing, Page, Problem, Upload, Wire

__all__ = ["Hutong", "Listing", "Page", "Problem", "Upload"]


class Hutong(Calls):
    """A site, as seen by whoever holds the token; without one, by a stranger.

    The calls stand under the parts of the API: `stays`, `cinema`, `photos`, `booking` and so on. `language` is that of
    refusals and other sentences, `timeout` in seconds.
    """

    def __init__(self, url: str, token: str | None = None, language: str = "en", timeout: float = 30) -> None:
        super().__init__(Wire(url, token, language, timeout))
