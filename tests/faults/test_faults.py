"""Things break while buyers book and pay: afterwards everything that was promised is there, without hands.

HUTONG_FAULTS names the topology (scripts/stack.py): alone, small, up or cluster. `make faults` runs them all.
"""

import os
import time

import pytest
from scripts import stack
from scripts.servers import down, wait

from hutong.app import create_app
from hutong.kernel.settings import Settings
from tests.faults import faults as broken
from tests.faults import verdict
from tests.faults.buyers import Buyers, town
from tests.faults.provider import Provider

pytestmark = pytest.mark.faults
TOPOLOGY = os.environ.get("HUTONG_FAULTS", "alone")
PEOPLE = 300
BEFORE, LONGEST = 2.0, 60.0  # seconds of shopping before a fault, and after it


@pytest.fixture(scope="module")
def provider():
    running = Provider()
    yield running
    running.close()


@pytest.fixture(scope="module")
def site(provider):
    """The stack of this topology, on a disk that can be filled and with a clock that can be set."""
    down()
    broken.set_clock(0)
    path = f"{broken.SKEWED}:{os.environ.get('PYTHONPATH', '')}"
    given = {**provider.settings, "PYTHONPATH": path, "HUTONG_SKEW": str(broken.CLOCK)}
    try:
        stack.start(TOPOLOGY, given, before=broken.small_disk if TOPOLOGY == "alone" and os.getuid() == 0 else None)
        yield stack.site_env()
    finally:
        down()


@pytest.fixture(scope="module")
def within(site):
    """Seconds in which the site must be back: 30 where Hutong starts within 3, up to 120 on a busier machine."""
    began = time.monotonic()
    stack.hutong("--version", env=site)
    return verdict.BACK_WITHIN * min(4.0, max(1.0, (time.monotonic() - began) / 3))


@pytest.fixture(scope="module")
def inside(site):
    """The same data seen from here."""
    app = create_app(Settings(**{name.removeprefix("HUTONG_").lower(): value for name, value in site.items() if value}))
    yield app
    app.extensions["hutong"].database.dispose()


@pytest.mark.parametrize("fault", broken.FAULTS[TOPOLOGY], ids=str)
def test_nothing_is_lost(fault, within, inside, provider, capsys):
    """O-03, O-04, M-03, X5: audit clean, bookings there, money where it belongs, jobs done, back within 30 s."""
    if reason := fault.missing():
        pytest.skip(reason)
    if TOPOLOGY == "cluster":
        wait(broken.cluster_whole)  # two nodes that are away at once are another fault
    buyers = Buyers(fault.site, provider, town(inside, PEOPLE))
    with buyers.shopping():
        time.sleep(BEFORE)
        struck = time.monotonic()
        with fault.strike(provider):
            time.sleep(fault.during)
        if fault.heals:
            struck = time.monotonic()
        while verdict.back_after(buyers, struck) == float("inf") and time.monotonic() < struck + LONGEST:
            time.sleep(0.1)
    wrong = verdict.settled(inside, buyers)
    back = verdict.back_after(buyers, struck)
    with capsys.disabled():
        counts = f"{len(buyers.promises)} confirmed, {len(buyers.bought)} paid, {dict(buyers.answers.most_common())}"
        print(f"\n  {fault}: back after {back:.1f} of {within:.0f} s; {counts}")
    assert wrong == []
    assert back <= within
