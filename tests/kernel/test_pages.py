"""Pages of the kernel."""

from tests.client import Client


def test_a_strange_address_is_a_page_with_a_way_back(client: Client) -> None:
    """X-02: people get a page, programs a problem document."""
    assert client.page("/nowhere").status_code == 404
    problem = client.get("/nowhere")
    assert (problem.status_code, problem.mimetype) == (404, "application/problem+json")
    assert problem.get_json()["code"] == "not_found"


def test_the_gallery_answers_this_machine_only(client: Client) -> None:
    """X-05: every component in every state, those of refused forms too, for whoever develops here."""
    page = client.page("/dev/gallery")
    assert page.status_code == 200
    assert page.text.count('aria-invalid="true"') == 6
    assert client.http.get("/dev/gallery", environ_base={"REMOTE_ADDR": "192.0.2.7"}).status_code == 404
