"""Calls of backoffice. Made from the OpenAPI document by `scripts/client.py`."""

from __future__ import annotations

from hutong_client.shapes.backoffice import ExportIn, LogoIn, RegionIn, RegionNamesOut, SetupIn, SiteIn, SiteOut
from hutong_client.wire import Wire, at


class Backoffice:
    """Calls of backoffice."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def export_list(self, name: str, body: ExportIn) -> bytes:
        """A list as CSV or XLSX, narrowed like its page; noted in the audit log. Needs the list's permission."""
        return self._wire.file("POST", at("/staff/lists/{}/exports", name), body=body)

    def run_job_again(self, job_id: str) -> None:
        """Let a failed job run once more."""
        self._wire.nothing("POST", at("/jobs/{}/tries", job_id))

    def drop_job(self, job_id: str) -> None:
        """Let a job go that was given up."""
        self._wire.nothing("DELETE", at("/jobs/{}", job_id))

    def edit_region(self, code: str, body: RegionIn) -> RegionNamesOut:
        """Change a region's names or its letter."""
        return self._wire.json(RegionNamesOut, "PATCH", at("/regions/{}", code), body=body)

    def set_up(self, body: SetupIn) -> SiteOut:
        """Set an empty site up, once: its administrator (who is signed in then), name, logo, terms, footer,
        languages.
        """
        return self._wire.json(SiteOut, "POST", "/setup", form=body)

    def show_site(self) -> SiteOut:
        """What the site is called and says."""
        return self._wire.json(SiteOut, "GET", "/site")

    def edit_site(self, body: SiteIn) -> SiteOut:
        """Change what the site is called and says."""
        return self._wire.json(SiteOut, "PATCH", "/site", body=body)

    def set_logo(self, body: LogoIn) -> SiteOut:
        """Show a picture beside the site's name."""
        return self._wire.json(SiteOut, "PUT", "/site/logo", form=body)

    def remove_logo(self) -> None:
        """Show the drawn door beside the site's name again."""
        self._wire.nothing("DELETE", "/site/logo")
