"""What goes in and out when a phone lets a browser in."""

from typing import Literal

from pydantic import Field

from hutong.kernel.schemas import At, In, Out


class ScanOut(Out):
    """A QR code of this browser."""

    link: str = Field(description="what the QR code says")
    picture: str = Field(description="the QR code as SVG")
    expires_in: int = Field(description="seconds")


class ScanStateOut(Out):
    """How it stands with this browser's QR code."""

    state: Literal["waiting", "approved", "refused"]
    expires_in: int = Field(description="seconds")


class ScannedOut(Out):
    """The browser that wants to come in."""

    device: str
    address: str = Field(description="its network address")
    at: At
    state: Literal["waiting", "approved", "refused"]


class ScanAnswerIn(In):
    """Let it in, or not."""

    approve: bool
