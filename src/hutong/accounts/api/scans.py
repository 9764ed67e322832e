"""Scan to log in: the browser's half and the phone's half."""

from flask import request
from flask_babel import lazy_gettext as _l

from hutong.accounts import actions, devices, queries, scans, secondfactor
from hutong.accounts.api.base import api, enter, myself
from hutong.accounts.principal import BROWSER
from hutong.accounts.scans import Answer, ScanAnswered, ScanGone, ScanRefused, ScanWaiting
from hutong.accounts.schemas import SessionOut, UserOut
from hutong.accounts.schemas.scans import ScanAnswerIn, ScannedOut, ScanOut, ScanStateOut
from hutong.kernel import clock, limits, security
from hutong.kernel.errors import TooMany
from hutong.kernel.limits import Limit

SHOWN = Limit("scans", 60, 10 * clock.MINUTE)


def count_scan() -> None:
    """Codes are not to be made without end."""
    limits.spend(SHOWN, request.remote_addr)


@api.post("/session/scans", scope=BROWSER, public=True, before=count_scan, raises=(TooMany,))
def show_scan() -> ScanOut:
    """A QR code that lets this browser in once somebody signed in has scanned and confirmed it, within two minutes."""
    token = scans.show(devices.device(request.user_agent.string), request.remote_addr or "")
    link = scans.link(token)
    return ScanOut(link=link, picture=secondfactor.picture_of(link), expires_in=scans.LIVES // 1000)


@api.get("/session/scans", scope=BROWSER, public=True, raises=(ScanGone,))
def watch_scan() -> ScanStateOut:
    """How it stands with this browser's QR code; to be asked every two seconds."""
    here = scans.mine()
    if here is None:
        raise ScanGone
    return ScanStateOut(state=scans.state_of(here[0]), expires_in=here[1].seconds_left)


def claim_scan() -> Answer:
    """Take the answer, which is good once."""
    return scans.claim()


@api.put(
    "/session/scans",
    scope=BROWSER,
    public=True,
    before=claim_scan,
    raises=(ScanGone, ScanWaiting, ScanRefused),
)
def enter_by_scan(ready: Answer) -> SessionOut:
    """Come in, where the phone has confirmed."""
    person = queries.person(ready.person_id)
    if person is None or person.suspended_at is not None:
        raise ScanGone
    actions.note_scan(person.id)
    enter(person.id, remember=False, proven=ready.proven)
    return SessionOut(csrf_token=security.csrf_token(), user=UserOut.of_person(person, queries.avatar(person)))


@api.get("/scans/<token>", scope=BROWSER, raises=(ScanGone,))
def show_scanned(token: str) -> ScannedOut:
    """The browser behind a scanned code: its device, network address and time."""
    scan = scans.found(token)
    return ScannedOut(device=scan.device, address=scan.address, at=scan.at, state=scans.state_of(token))


def say_to_scan(token: str, body: ScanAnswerIn) -> None:
    """Keep the answer, which is given once."""
    scans.answer(token, Answer(myself().id, myself().proven) if body.approve else None)


@api.put(
    "/scans/<token>",
    scope=BROWSER,
    status=204,
    before=say_to_scan,
    raises=(ScanGone, ScanAnswered),
    done=_l("Done. You can put the phone away."),
)
def answer_scan(token: str, body: ScanAnswerIn) -> None:  # noqa: ARG001 - the answer was kept in `before`
    """Let the browser behind a scanned code in as oneself, or refuse, once."""
    actions.note_scan_answer(myself().id, body.approve)
