"""Uploads nobody would send by mistake: whatever the bytes are, the answer is a photo or a reason."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from hutong.kernel.errors import Invalid, TooLarge
from hutong.media import actions
from tests.media.pictures import HEIC, encoded, png
from tests.photos.world import World

SEEDS = [encoded(kind=kind) for kind in ("JPEG", "PNG", "WEBP", "GIF", "AVIF")] + [HEIC, png(64, 64)]
WITHIN = settings(max_examples=60, deadline=2_000, suppress_health_check=[HealthCheck.function_scoped_fixture])


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A picture with some bytes changed, cut off, or something behind it."""
    data = bytearray(draw(st.sampled_from(SEEDS)))
    for _ in range(draw(st.integers(0, 12))):
        data[draw(st.integers(0, len(data) - 1))] = draw(st.integers(0, 255))
    cut = draw(st.integers(0, len(data)))
    return bytes(data[:cut]) + draw(st.binary(max_size=40))


@WITHIN
@given(data=damaged() | st.binary(max_size=300))
def test_no_bytes_break_the_upload(town: World, data: bytes) -> None:
    """F3: refused with a reason within two seconds, or taken and clean; never another way."""
    with town.app.test_request_context():
        try:
            made = actions.prepare(data)
        except (Invalid, TooLarge):
            return
    assert 0 < made.width <= 4096
    assert 0 < made.height <= 4096


@settings(max_examples=25, deadline=2_000, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    caption=st.text(max_size=60),
    tags=st.text(max_size=60),
    place=st.text(max_size=30),
    tail=st.text(max_size=40),
)
def test_no_words_break_the_form(town: World, caption: str, tags: str, place: str, tail: str) -> None:
    """P-01: whatever is typed, the answer is 201, 409 or 422, and what is kept can be shown."""
    image = Image.effect_noise((64, 48), 90)
    answer = town.upload(encoded(image.convert("RGB")), caption=caption, tags=tags, place=place, tail=tail, anyway="1")
    assert answer.status_code in (201, 409, 422, 429), answer.text
    if answer.status_code == 201:
        assert town.stranger.page(f"/photos/{answer.get_json()['id']}").status_code == 200


@pytest.mark.parametrize("name", ["../../etc/passwd", "a\0b.jpg", "é" * 300, "<script>.jpg", ""])
def test_no_name_matters(town: World, name: str) -> None:
    """F3: what a file is called says nothing and is kept nowhere."""
    import io

    answer = town.as_owner.upload("/photos", file=(io.BytesIO(encoded()), name), caption="x")
    assert answer.status_code in (201, 422)
