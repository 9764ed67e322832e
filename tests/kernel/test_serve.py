"""The web as it is served: what a test client cannot show."""

import http.client

from tests.live import site


def test_the_answer_to_a_large_body_can_be_read() -> None:
    """X-02: the connection is not reset while its sender is still sending."""
    with site("serve") as running:
        for size in (2 << 20, 40 << 20):
            connection = http.client.HTTPConnection("127.0.0.1", running.port, timeout=30)
            connection.request("POST", "/api/v1/session", b"x" * size, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            assert (answer.status, answer.getheader("Content-Type")) == (413, "application/problem+json")
            connection.close()
