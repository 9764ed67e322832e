"""The web as it is served: what a test client cannot show."""

import http.client

from tests.live import GUNICORN, site


def test_the_answer_to_a_large_body_can_be_read() -> None:
    """X-02: the connection is not reset while its sender is still sending."""
    with site("serve") as running:
        for size in (2 << 20, 40 << 20):
            connection = http.client.HTTPConnection("127.0.0.1", running.port, timeout=30)
            connection.request("POST", "/api/v1/session", b"x" * size, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            assert (answer.status, answer.getheader("Content-Type")) == (413, "application/problem+json")
            connection.close()


def test_the_workers_of_production_share_what_they_loaded() -> None:
    """O-03: gunicorn with the configuration of deploy/ serves with two workers, and ends when told to."""
    with site("gunicorn", GUNICORN, HUTONG_WORKERS="2") as running:
        answers = []
        for _ in range(6):
            connection = http.client.HTTPConnection("127.0.0.1", running.port, timeout=30)
            connection.request("GET", "/readyz")
            answers.append(connection.getresponse().status)
            connection.close()
        assert answers == [200] * 6
