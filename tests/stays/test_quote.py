"""The price of a stay, as a pure function."""

from datetime import date, timedelta
from types import SimpleNamespace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hutong.booking.models import DEPOSIT, PAID, Booking, Line
from hutong.booking.policies import refund_of, steps_of, sum_of
from hutong.kernel import clock
from hutong.stays.models import POLICIES, pack_week
from hutong.stays.models.policies import CLEANING, NIGHT
from hutong.stays.queries import rules
from hutong.stays.queries.quotes import Rates, Special, Why, bounds, discount_percent, night, quote

FRIDAY = date(2026, 11, 27)
CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no fault
MONEY = st.integers(1, 10**13)
RATES = st.builds(
    Rates,
    currency=st.just("CNY"),
    price=MONEY,
    weekend_price=st.none() | MONEY,
    cleaning_fee=st.integers(0, 10**13),
    deposit=st.integers(0, 10**13),
    weekly_discount=st.integers(0, 80),
    monthly_discount=st.integers(0, 80),
    extra_guest_fee=st.just(0) | MONEY,
    included_guests=st.integers(1, 50),
    capacity=st.just(50),
    special=st.dictionaries(
        st.integers(0, 95).map(lambda days: FRIDAY + timedelta(days=days)),
        st.builds(Special, price=MONEY, weekend_price=st.none() | MONEY, own=st.booleans()),
        max_size=5,
    ),
    weekend=st.frozensets(st.integers(0, 6)),
)


def test_a_weekend_costs_the_weekend_price():
    """S-02: Friday and Saturday nights at the weekend price, and cleaning once (scenario S4)."""
    rates = Rates("CNY", 30_000, weekend_price=40_000, cleaning_fee=8_000, deposit=30_000, weekly_discount=10)
    priced = quote(rates, FRIDAY, FRIDAY + timedelta(days=2), 2)
    assert priced.total == 88_000
    assert priced.groups == [(Why.WEEKEND, 40_000, 2)]
    assert priced.deposit == 30_000


def test_a_week_earns_its_discount_and_shares_it():
    """S-02: seven nights, 10 per cent less, shared over the nights to the last minor unit."""
    rates = Rates("CNY", 33_333, weekend_price=40_001, weekly_discount=10, monthly_discount=25)
    priced = quote(rates, FRIDAY, FRIDAY + timedelta(days=7), 2)
    assert priced.nights_total == 2 * 40_001 + 5 * 33_333
    assert priced.discount == -24_667
    assert sum(night.discount for night in priced.nights) == priced.discount
    assert [discount_percent(10, 25, nights) for nights in (1, 6, 7, 27, 28, 90)] == [0, 0, 10, 10, 25, 25]
    assert discount_percent(30, 25, 28) == 30


def test_single_dates_have_their_own_price():
    rates = Rates("CNY", 100, weekend_price=200, special={FRIDAY: Special(900)})
    assert [night.price for night in quote(rates, FRIDAY, FRIDAY + timedelta(days=3), 1).nights] == [900, 200, 100]
    assert [night(rates, FRIDAY + timedelta(days=after))[0] for after in range(3)] == [900, 200, 100]


@CALM
@given(RATES, st.integers(0, 700), st.integers(1, 90), st.integers(1, 50))
def test_lines_sum_to_the_total_and_bounds_hold(rates, start, nights, guests):
    """S-02: what the nights and the cleaning cost is exactly the total, between the bounds that searches stop at."""
    check_in = FRIDAY + timedelta(days=start)
    priced = quote(rates, check_in, check_in + timedelta(days=nights), guests)
    assert len(priced.nights) == nights
    assert sum(night.net for night in priced.nights) + priced.cleaning == priced.total
    assert priced.extra == max(0, guests - rates.included_guests) * rates.extra_guest_fee * nights
    assert sum(price * count for _, price, count in priced.groups) == priced.nights_total
    assert all(night.net >= 0 and night.discount <= 0 for night in priced.nights)
    limits = bounds(rates)
    least = limits.night if nights < 7 else limits.long
    assert nights * least <= priced.total <= nights * limits.top


NIGHTS = st.integers(1, 90)
LESS = st.none() | NIGHTS


@CALM
@given(
    st.builds(
        SimpleNamespace, min_nights=NIGHTS, max_nights=NIGHTS, weekday_min=st.lists(NIGHTS, min_size=7).map(pack_week)
    ),
    st.none() | st.builds(Special, price=MONEY, min_nights=LESS, max_nights=LESS),
    st.integers(0, 700),
)
def test_the_most_specific_rule_wins(home, special, start):
    """S-03: the season's least nights, else the weekday's, else the home's; the most never lie below the least."""
    arrival = FRIDAY + timedelta(days=start)
    said = home.weekday_min >> 7 * arrival.weekday() & 127
    allowed = rules.length(home, arrival, special)
    assert allowed.least == ((special and special.min_nights) or said or home.min_nights)
    assert allowed.most == max(allowed.least, (special and special.max_nights) or home.max_nights)


@CALM
@given(
    RATES, NIGHTS, st.integers(1, 50), st.sampled_from(sorted(POLICIES)), st.integers(0, 24 * 60), st.integers(0, 99)
)
def test_a_refund_never_grows_and_is_never_more_than_was_paid(rates, nights, guests, policy, hours, off):
    """S-08: whatever the price, policy, coupon and moment: to the minor unit, only shrinking, the deposit whole."""
    arrival = clock.day_number(FRIDAY) * clock.DAY
    priced = quote(rates, FRIDAY, FRIDAY + timedelta(days=nights), guests)
    lines = [
        Line(kind=NIGHT, price=night.net, discount=night.net * off // 100, state="live", refund=0)
        for night in priced.nights
    ]
    lines += [Line(kind=CLEANING, price=priced.cleaning, discount=0, state="live", refund=0)]
    lines += [Line(kind=DEPOSIT, price=priced.deposit, discount=0, state="live", refund=0)]
    total = sum(line.net for line in lines) - priced.deposit
    booking = Booking(
        state=PAID, policy=POLICIES[policy].snapshot(arrival), total=total, deposit=priced.deposit, refund=0, moved=0
    )
    at = arrival - hours * clock.HOUR
    parts = refund_of(booking, lines, at)
    amounts = [step.amount for step in steps_of(booking, lines, at)]
    assert sum_of(parts, booking) == amounts[0] == sum(part.amount for part in parts)
    assert amounts == sorted(amounts, reverse=True)
    assert amounts[-1] == priced.deposit
    assert all(0 <= part.amount <= part.line.net for part in parts)
    assert sum_of(refund_of(booking, lines, at, whole=True), booking) == booking.due
    earliest = POLICIES[policy].steps[0]
    if earliest.night == 100 and hours > earliest.hours:
        assert amounts[0] == booking.due
