"""Speaking to payment providers over HTTP; silence is no answer."""

from hutong.kernel.exchange import SECONDS, STEP, Answer, exchange

__all__ = ["SECONDS", "STEP", "Answer", "exchange"]
