"""What is let: the whole place, a room of it, or a bed."""

from dataclasses import dataclass

from hutong.kernel.i18n import language


@dataclass(frozen=True)
class Kind:
    """A kind of home: its code and its names."""

    code: str
    zh: str
    en: str

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return self.zh if language() == "zh" else self.en


KINDS = {
    kind.code: kind
    for kind in (
        Kind("whole", "整套", "Whole place"),
        Kind("room", "独立房间", "Private room"),
        Kind("shared", "合住", "Shared room"),
    )
}
