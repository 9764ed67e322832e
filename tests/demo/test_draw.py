"""The pictures of the demo are drawn from a seed, and always the same way."""

import io
import time

import pytest
from PIL import Image

from hutong.demo import draw

SMALL = (320, 240)


def opened(picture: bytes) -> Image.Image:
    """Decode a picture fully, as a browser would."""
    image = Image.open(io.BytesIO(picture))
    image.load()
    return image


@pytest.mark.parametrize("kind", draw.KINDS)
def test_a_scene_is_a_jpeg_of_the_size_asked_for(kind: str) -> None:
    """Every kind of scene is a valid picture."""
    image = opened(draw.scene(1, kind, SMALL))
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", SMALL)


@pytest.mark.parametrize("kind", draw.KINDS)
def test_the_same_seed_draws_the_same_scene(kind: str) -> None:
    """A demo made twice has the same picture files, byte for byte."""
    assert draw.scene(7, kind, SMALL) == draw.scene(7, kind, SMALL)


@pytest.mark.parametrize("kind", draw.KINDS)
def test_other_seeds_draw_other_scenes(kind: str) -> None:
    """No two homes show the same picture."""
    assert len({draw.scene(seed, kind, (160, 120)) for seed in range(12)}) == 12


@pytest.mark.parametrize("size", [(1200, 1600), (2400, 600), (64, 64), (333, 217), (1, 1)])
def test_scenes_of_odd_shapes_can_be_drawn(size: tuple[int, int]) -> None:
    """Upright, wide and tiny pictures work too."""
    assert [opened(draw.scene(3, kind, size)).size for kind in draw.KINDS] == [size] * len(draw.KINDS)


def test_posters_and_portraits_have_their_sizes() -> None:
    """A poster stands upright, a portrait is square."""
    assert (opened(draw.poster(1)).size, opened(draw.avatar(1)).size) == ((800, 1200), (256, 256))


def test_posters_and_portraits_follow_their_seed() -> None:
    """Posters and portraits differ from seed to seed and are otherwise the same."""
    posters = [draw.poster(seed, (120, 180)) for seed in range(14)]
    portraits = [draw.avatar(seed, 96) for seed in range(14)]
    assert posters == [draw.poster(seed, (120, 180)) for seed in range(14)]
    assert portraits == [draw.avatar(seed, 96) for seed in range(14)]
    assert (len(set(posters)), len(set(portraits))) == (14, 14)


def test_an_unknown_kind_is_refused() -> None:
    """A kind nobody has drawn is a KeyError."""
    with pytest.raises(KeyError):
        draw.scene(1, "moonbase")


def test_drawing_is_quick() -> None:
    """A demo with a hundred pictures is ready in seconds (a generous bound, in processor time)."""
    start = time.process_time()
    for kind in draw.KINDS:
        draw.scene(1, kind)
    assert (time.process_time() - start) / len(draw.KINDS) < 0.6
