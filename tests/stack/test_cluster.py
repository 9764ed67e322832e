"""The cluster of `make cluster-up`: people at all three Galera nodes at once, and a rush through nginx."""

import subprocess
import threading
from collections import Counter
from datetime import timedelta

import pytest
from scripts import stack
from scripts.servers import NODES, SQL, pids
from sqlalchemy.engine import make_url

from hutong.app import create_app
from hutong.kernel import checks, clock, ids
from hutong.kernel.settings import Settings
from tests.accounts.world import person, signed_in
from tests.stays.world import home

pytestmark = pytest.mark.cluster
CROWD = 48


@pytest.fixture(scope="module")
def nodes():
    """The site as three processes see it, each at another node first."""
    assert "sql3" in dict(pids()), "make cluster-up starts it"
    env = {name.removeprefix("HUTONG_").lower(): value for name, value in stack.site_env().items() if value}
    apps = []
    for place in range(len(NODES)):
        hosts = [f"127.0.0.1:{port}" for port in SQL[place:] + SQL[:place]]
        url = make_url(env["database_url"]).update_query_dict({"host": hosts})
        apps.append(create_app(Settings(**{**env, "database_url": url.render_as_string(hide_password=False)})))
    yield apps
    for app in apps:
        app.extensions["hutong"].database.dispose()


def all_at_once(wishes):
    """What (browser, home, first day, last day) are answered, all asked together."""
    start, answers, today = threading.Barrier(len(wishes)), [], clock.today("Asia/Shanghai")

    def ask(browser, flat, first, last):
        stay = {"check_in": str(today + timedelta(days=first)), "check_out": str(today + timedelta(days=last))}
        token = browser.csrf()
        start.wait()
        path = f"/api/v1/homes/{ids.show(flat)}/bookings"
        answers.append(browser.http.post(path, json={**stay, "guests": 1}, headers={"X-CSRFToken": token}))

    threads = [threading.Thread(target=ask, args=wish) for wish in wishes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [(answer.status_code, answer.get_json()) for answer in answers]


def guests(nodes, count):
    """So many people, in turn at each of the nodes."""
    number = ids.new_id() % 10**6
    return [signed_in(nodes[n % 3], person(nodes[0], f"137{number:06d}{n:02d}")) for n in range(count)]


def clean(nodes):
    with nodes[2].app_context(), nodes[2].extensions["hutong"].database.reading():
        return checks.faults()


@pytest.fixture
def flat(nodes):
    host = person(nodes[0], f"139{ids.new_id() % 10**8:08d}", verified=True)
    return home(nodes[0], host, instant=True, min_nights=1)


def test_the_same_nights_at_three_nodes_are_sold_once(nodes, flat):
    """O-04, S-06: one is booked, all others are told that it is gone; nobody meets an error."""
    answers = all_at_once([(guest, flat, 10, 13) for guest in guests(nodes, CROWD)])
    assert Counter(status for status, _ in answers) == {201: 1, 409: CROWD - 1}
    assert {body["code"] for status, body in answers if status == 409} == {"taken"}
    assert clean(nodes) == []


def test_overlapping_stays_at_three_nodes_share_no_night(nodes, flat):
    """O-04, S-06: whatever was sold at which node, each night has one guest."""
    people = guests(nodes, CROWD)
    answers = all_at_once([(guest, flat, 20 + n % 7, 22 + n % 7) for n, guest in enumerate(people)])
    assert {status for status, _ in answers} == {201, 409}
    nights = [line["slot"] for status, body in answers if status == 201 for line in body["lines"] if line["slot"]]
    assert len(nights) == len(set(nights))
    assert clean(nodes) == []


def test_a_rush_before_two_hosts(nodes):
    """O-04, C-07: exactly the seats are sold, each once, through nginx to both hosts and their two nodes."""
    command = [*stack.HUTONG, "rush", "--buyers", "180", "--seats", "120", "--at", "40", "--url", stack.SITE]
    ended = subprocess.run(command, env=stack.command_env(), capture_output=True, text=True, timeout=300, check=False)
    told = dict(line.split(maxsplit=1) for line in ended.stdout.replace("double sold", "double_sold").splitlines())
    assert (told["sold"], told["refused"], told["errors"], told["double_sold"]) == ("120 of 120", "60", "0", "0")
    assert ended.returncode == 0, ended.stderr
    print(f"\n{ended.stdout}")
