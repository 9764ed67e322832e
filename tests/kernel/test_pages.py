"""Pages of the kernel."""

from tests.client import Client


def test_a_strange_address_is_a_page_with_a_way_back(client: Client) -> None:
    """X-02: people get a page, programs a problem document."""
    assert client.page("/nowhere").status_code == 404
    problem = client.get("/nowhere")
    assert (problem.status_code, problem.mimetype) == (404, "application/problem+json")
    assert problem.get_json()["code"] == "not_found"
