"""Cancellation policies: until so many hours before arrival, so many per cent of each kind of line come back."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from hutong.kernel import clock

NIGHT, CLEANING = "night", "fee"


@dataclass(frozen=True)
class Step:
    """Up to `hours` before arrival, this part of the price comes back, in per cent by kind of line."""

    hours: int
    night: int
    cleaning: int = 100


@dataclass(frozen=True)
class Policy:
    """A named table of steps, the earliest first; after the last step nothing comes back."""

    code: str
    name: object
    summary: object
    steps: tuple[Step, ...]

    def snapshot(self, arrival: int) -> dict[str, list[tuple[int, int]]]:
        """The steps of one stay as a booking keeps them: for each kind of line, (before this instant, per cent)."""
        times = [arrival - step.hours * clock.HOUR for step in self.steps]
        return {
            NIGHT: [(at, step.night) for at, step in zip(times, self.steps, strict=True)],
            CLEANING: [(at, step.cleaning) for at, step in zip(times, self.steps, strict=True)],
        }


POLICIES = {
    policy.code: policy
    for policy in (
        Policy(
            "flexible",
            _l("Flexible"),
            _l("All of it back until 24 hours before arrival; after that, the cleaning fee only, until arrival."),
            (Step(24, 100), Step(0, 0)),
        ),
        Policy(
            "moderate",
            _l("Moderate"),
            _l("All of it back until 5 days before arrival, half of the nights until 24 hours before."),
            (Step(120, 100), Step(24, 50), Step(0, 0)),
        ),
        Policy(
            "strict",
            _l("Strict"),
            _l("All of it back until 14 days before arrival, half of the nights until 7 days before."),
            (Step(336, 100), Step(168, 50), Step(0, 0)),
        ),
        Policy(
            "non_refundable",
            _l("Non-refundable"),
            _l("Nights are not refunded; the cleaning fee comes back until arrival."),
            (Step(0, 0),),
        ),
    )
}
