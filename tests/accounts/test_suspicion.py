"""Against guessing and SMS pumping: a captcha after many failures, answerable without eyesight; caps on codes."""

import re
from uuid import uuid4

import pytest

from hutong.accounts import codes, suspicion
from hutong.accounts.events import CaptchaDrawn
from hutong.kernel import limits
from hutong.kernel.errors import TooMany
from tests.accounts.steps import MOBILE, after, ask_code, captcha, codes_sent, errors, last, log_in
from tests.accounts.world import PASSWORD, person
from tests.client import Client

WORDS = ("nought", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def arouse(app, address="127.0.0.1", login="somebody"):
    """Fifteen wrong passwords."""
    with app.app_context():
        for _turn in range(15):
            suspicion.note_failure(address, login)


def solved(question):
    """What whoever hears a question answers."""
    first, second, third = (WORDS.index(word) for word in re.findall("|".join(WORDS), question))
    return str(first * second + third)


@pytest.mark.parametrize("by", ["address", "account"])
def test_after_many_failures_a_captcha_is_asked_for(app, client, told, by):
    """X-04: from one address, or for one account over all addresses; it is answered once, right or wrong."""
    person(app, MOBILE)
    arouse(app, *(("127.0.0.1", "x") if by == "address" else ("192.0.2.1", MOBILE)))
    refused = log_in(client)
    assert (refused.status_code, refused.json["code"], list(errors(refused))) == (
        422,
        "captcha_needed",
        ["captcha_text"],
    )
    wrong = {**captcha(client, told), "captcha_text": "0000"}
    assert log_in(client, **wrong).json["code"] == "captcha_wrong"
    assert log_in(client, **{**wrong, "captcha_text": last(told, CaptchaDrawn).text}).json["code"] == "captcha_wrong"
    assert log_in(client, **captcha(client, told)).status_code == 201
    with after(3601):
        assert log_in(Client(app)).status_code == 201


def test_failures_are_counted_where_they_happen(app, client):
    """X-04: wrong passwords arouse suspicion, whether or not there is such an account."""
    for number in range(15):
        assert log_in(client, f"nobody-{number}", "wrong-Password-1").status_code == 401
    assert log_in(client, "nobody-16", "wrong-Password-1").json["code"] == "captcha_needed"


def test_a_question_needs_no_eyesight(app, client):
    """X-04: in words of the reader's language, once, under the same id; limited."""
    person(app, MOBILE)
    arouse(app)
    uuid = str(uuid4())
    question = client.get(f"/captchas/{uuid}/question").json["question"]
    assert log_in(client, captcha_id=uuid, captcha_text=solved(question)).status_code == 201
    assert log_in(client, captcha_id=uuid, captcha_text=solved(question)).json["code"] == "captcha_wrong"
    chinese = Client(app, "zh").get(f"/captchas/{uuid}/question").json["question"]
    assert re.fullmatch(r".{1,3}乘以.{1,3}再加.{1,3}等于多少？请用数字回答。", chinese)
    statuses = [client.get(f"/captchas/{uuid4()}/question").status_code for _time in range(29)]
    assert (statuses[0], statuses[-1]) == (200, 429)


def test_registering_without_eyesight(client, told):
    """X-04: the question stands on the page in place of the picture, and an SMS follows the right answer."""
    assert "I cannot see the picture" in client.page("/register").text
    page = client.page("/register?question=1&next=/me").text
    question = re.search("<p data-question>([^<]+)</p>", page)
    uuid = re.search(r'name="captcha_id" value="([^"]+)"', page)
    assert question
    assert uuid
    assert "<img" not in page
    body = {"mobile": MOBILE, "captcha_id": uuid.group(1)}
    assert client.post("/sms-codes", {**body, "captcha_text": solved(question.group(1))}).status_code == 202
    assert len(codes_sent(told)) == 1


def test_the_captcha_without_javascript(app, told):
    """X-04: the log-in is shown again with it."""
    person(app, MOBILE)
    client = Client(app)
    assert re.search("data-captcha-part hidden", client.page("/login").text)
    arouse(app, "192.0.2.1", MOBILE)
    refused = client.form("/session", "/login", login=MOBILE, password=PASSWORD)
    assert (refused.status_code, "data-captcha-part hidden" in refused.text) == (422, False)
    assert "answer the question" in refused.text
    uuid = re.search(r'name="captcha_id" value="([^"]+)"', refused.text)
    assert uuid
    client.get(f"/captchas/{uuid.group(1)}")
    more = {"captcha_id": uuid.group(1), "captcha_text": last(told, CaptchaDrawn).text}
    assert client.form("/session", "/login", login=MOBILE, password=PASSWORD, **more).status_code == 303


@pytest.mark.parametrize(
    ("limit", "who", "mobile"),
    [(codes.A_BLOCK, "+861380000", MOBILE), (codes.A_COUNTRY, "US", "+14155552671")],
    ids=["neighbours", "country"],
)
def test_codes_are_capped_where_pumping_shows(app, client, told, limit, who, mobile):
    """X-04: per block of numbers and per foreign country a day; no SMS is sent, others are served."""
    with app.app_context():
        limits.spend(limit, who, times=limit.most - 1)
    assert ask_code(client, told, mobile).status_code == 202
    neighbour = mobile[:-1] + "9"
    assert ask_code(client, told, neighbour).status_code == 429
    assert ask_code(client, told, "13900001001").status_code == 202
    assert len(codes_sent(told)) == 2
    with app.app_context(), pytest.raises(TooMany):
        limits.spend(limit, who)
