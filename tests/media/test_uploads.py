"""Uploading: what is taken, what is left behind, what is refused."""

import io
from pathlib import Path

import pytest
from flask import Flask
from pi_heif import register_heif_opener
from PIL import Image, ImageCms

from hutong.kernel import limits
from hutong.kernel.settings import Settings, SettingsRefused
from hutong.media import actions, gateways
from hutong.media.api import UPLOADS
from hutong.media.gateways.disk import DiskStore
from tests.accounts import world
from tests.client import Client
from tests.media.pictures import BLUE, HEIC, RED, encoded, near, opened, png, two_halves, with_exif
from tests.media.sending import kept, lying, rows, send

CAMERAS = Path(__file__).parent / "cameras"
JFIF = {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


GOOD = {
    "jpeg": encoded(),
    "png": encoded(kind="PNG"),
    "webp": encoded(kind="WEBP"),
    "avif": encoded(kind="AVIF"),
    "gif": encoded(kind="GIF"),
    "grey": encoded(two_halves(mode="L"), "PNG"),
    "16 bits of grey": encoded(Image.new("I;16", (640, 320), 40_000), "PNG"),
    "black and white": encoded(two_halves(mode="1"), "PNG"),
    "palette": encoded(two_halves(mode="P"), "PNG"),
    "cmyk": encoded(two_halves(mode="CMYK")),
    "moving": encoded(kind="GIF", save_all=True, append_images=[two_halves(mode="L")]),
}


@pytest.mark.parametrize("file", GOOD.values(), ids=GOOD.keys())
def test_every_usual_kind_is_taken(app: Flask, guest: Client, file: bytes) -> None:
    """P-01: JPEG, PNG, WebP, AVIF, GIF (its first picture), in all their modes, whatever the file is called."""
    row, stored = kept(app, send(guest, file, "x.bin", alt="Two halves"))
    assert (row.kind, row.width, row.height, row.alt) == ("jpeg", 640, 320, "Two halves")
    assert (opened(stored).format, opened(stored).mode, len(stored)) == ("JPEG", "RGB", row.size)


def test_heic_of_a_phone_is_upright_and_says_nothing(app: Flask, guest: Client) -> None:
    """P-01: HEIC."""
    row, stored = kept(app, send(guest, HEIC, "IMG_1.HEIC"))
    assert (row.width, row.height) == (16, 32)
    assert near(opened(stored).getpixel((8, 4)), RED)
    assert near(opened(stored).getpixel((8, 28)), BLUE)
    assert dict(opened(stored).getexif()) == {}


def test_sixteen_bits_keep_their_grey(app: Flask, guest: Client) -> None:
    _, stored = kept(app, send(guest, GOOD["16 bits of grey"]))
    assert near(opened(stored).getpixel((5, 5)), (156, 156, 156), 2)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_where_and_by_what_it_was_taken_is_gone(app: Flask, guest: Client, kind: str) -> None:
    """P-01: GPS, camera and comment are removed; orientation 6 is applied."""
    row, stored = kept(app, send(guest, with_exif(kind)))
    made = opened(stored)
    assert dict(made.getexif()) == {}
    assert {"comment", "exif", "xmp", "photoshop", "dpi"} & set(made.info) <= {"dpi"}
    assert b"Kamera" not in stored
    assert b"home address" not in stored
    assert (row.width, row.height) == (320, 640)
    assert near(made.getpixel((160, 20)), RED)
    assert near(made.getpixel((160, 620)), BLUE)


@pytest.mark.parametrize("file", sorted(CAMERAS.glob("*.*[gc]")), ids=lambda file: file.stem)
def test_what_cameras_and_phones_make(app: Flask, guest: Client, file: Path) -> None:
    """F2: of pictures of real devices the makers' notes, the position and the date go, the colour profile stays."""
    register_heif_opener()
    data = file.read_bytes()
    before = Image.open(io.BytesIO(data))
    said, more = before.getexif(), before.getexif().get_ifd(0x8769)
    assert said[0x010F]
    row, stored = kept(app, send(guest, data, file.name))
    made = opened(stored)
    assert (row.width, row.height) == before.size
    assert (dict(made.getexif()), set(made.info) - {"icc_profile", "dpi"}) == ({}, JFIF)
    assert made.info.get("icc_profile", b"") == before.info.get("icc_profile", b"")
    for secret in (more.get(0x927C), said.get(0x0110, "").encode(), said.get(0x0132, "").encode()):
        assert not secret or secret not in stored


@pytest.mark.parametrize("orientation", range(1, 9))
def test_all_eight_orientations(app: Flask, guest: Client, orientation: int) -> None:
    """P-01: as Pillow itself would turn it."""
    from PIL import ImageOps

    data = with_exif(orientation=orientation)
    wanted = ImageOps.exif_transpose(opened(data))
    _, stored = kept(app, send(guest, data))
    made = opened(stored)
    assert made.size == wanted.size
    for place in ((5, 5), (made.width - 5, 5), (5, made.height - 5)):
        assert near(made.getpixel(place), wanted.getpixel(place))


def test_see_through_stays_see_through(app: Flask, guest: Client) -> None:
    clear = two_halves().convert("RGBA")
    clear.putalpha(Image.linear_gradient("L").resize(clear.size))
    row, stored = kept(app, send(guest, encoded(clear, "PNG")))
    assert (row.kind, opened(stored).mode) == ("webp", "RGBA")
    full, _ = kept(app, send(guest, encoded(two_halves().convert("RGBA"), "PNG")))
    assert full.kind == "jpeg"


def test_colour_profiles(app: Flask, guest: Client) -> None:
    """P-01: a profile of the right kind stays, nonsense goes."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    _, stored = kept(app, send(guest, encoded(icc_profile=profile)))
    assert opened(stored).info["icc_profile"] == profile
    _, stored = kept(app, send(guest, encoded(icc_profile=b"<script>alert(1)</script>")))
    assert "icc_profile" not in opened(stored).info
    _, stored = kept(app, send(guest, encoded(two_halves(mode="L"), "PNG", icc_profile=profile)))
    assert "icc_profile" not in opened(stored).info


POLYGLOT = encoded() + b"<script>alert(document.domain)</script>PK\x03\x04"


def test_what_hangs_on_a_picture_falls_off(app: Flask, guest: Client) -> None:
    """P-01: a file that is two things at once becomes one."""
    _, stored = kept(app, send(guest, POLYGLOT))
    assert b"script" not in stored
    assert b"PK\x03\x04" not in stored


BAD = {
    "text": b"just some words",
    "html": b"<!doctype html><script>alert(1)</script>",
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "pdf": b"%PDF-1.7\n1 0 obj",
    "tiff": encoded(kind="TIFF"),
    "bmp": encoded(kind="BMP"),
    "eps": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n",
    "cut off jpeg": encoded(two_halves(2000, 1500))[:9000],
    "cut off png": encoded(Image.effect_noise((500, 500), 90), kind="PNG")[:50_000],
    "cut off webp": encoded(kind="WEBP")[:200],
    "cut off heic": HEIC[:600],
    "cut off avif": encoded(kind="AVIF")[:-60],
    "only a head": encoded()[:20],
    "nothing": b"",
    "jpeg magic": b"\xff\xd8\xff\xe0" + b"\x00" * 100,
    "no width": png(0, 5),
}


@pytest.mark.parametrize("file", BAD.values(), ids=BAD.keys())
def test_what_is_no_picture_is_refused(app: Flask, guest: Client, file: bytes) -> None:
    """F3: fakes and broken files are refused by content; the field is named and so are the types; nothing is kept."""
    before = lying(app)
    answer = send(guest, file)
    assert answer.status_code == 422
    errors = answer.get_json()["errors"]
    assert [error["field"] for error in errors] == ["file"]
    assert errors[0]["message"].endswith("JPEG, PNG, WebP, HEIC, AVIF, GIF.")
    assert (rows(app), lying(app)) == (0, before)


def test_a_picture_of_many_bytes_is_too_large(app: Flask, guest: Client) -> None:
    answer = send(guest, encoded() + bytes(actions.LARGEST))
    assert (answer.status_code, answer.get_json()["code"]) == (413, "too_large")


def test_chinese_readers_are_told_in_chinese(app: Flask) -> None:
    zh = world.signed_in(app, world.person(app), "zh")
    message = send(zh, b"x").get_json()["errors"][0]["message"]
    assert message == "文件已损坏，或不是允许的图片类型：JPEG、PNG、WebP、HEIC、AVIF、GIF。"


def test_what_is_not_a_file(guest: Client, client: Client) -> None:
    assert [error["field"] for error in guest.upload("/pictures").get_json()["errors"]] == ["file"]
    assert guest.post("/pictures", {"file": "text"}).get_json()["errors"][0]["field"] == "file"
    assert send(guest, encoded(), extra="1").status_code == 422
    assert send(guest, encoded(), alt="x" * 301).status_code == 422
    assert send(client, encoded()).status_code == 401


def test_the_same_file_is_stored_once(app: Flask, guest: Client) -> None:
    """D-01: named by the hash of its content; two rows, one file."""
    first, _ = kept(app, send(guest, encoded()))
    second, _ = kept(app, send(guest, encoded()))
    assert (first.digest == second.digest, first.id == second.id, rows(app)) == (True, False, 2)
    with app.app_context():
        path = gateways.store().path(f"{first.digest}.jpg")
    assert path.parts[-3:] == (first.digest[:2], first.digest[2:4], f"{first.digest}.jpg")


def test_there_is_a_limit_for_each_person(app: Flask, guest: Client) -> None:
    with app.test_request_context():
        person = world.person(app, "13800001002")
        limits.spend(UPLOADS, person, times=UPLOADS.most)
    assert send(world.signed_in(app, person), encoded()).status_code == 429
    assert send(guest, encoded()).status_code == 201


def test_the_documents_show_a_file(app: Flask, client: Client) -> None:
    """X-08: multipart, with a binary file."""
    shown = client.get("/openapi.json").get_json()
    content = shown["paths"]["/pictures"]["post"]["requestBody"]["content"]
    assert list(content) == ["multipart/form-data"]
    file = shown["components"]["schemas"]["PictureIn"]["properties"]["file"]
    assert (file["type"], file["format"]) == ("string", "binary")


def test_stores(tmp_path: Path) -> None:
    """D-01: a folder, whole files only; other addresses are refused clearly."""
    store = gateways.connect(Settings(env="testing", data=tmp_path, storage_url=f"file://{tmp_path}/else"))
    assert isinstance(store, DiskStore)
    assert (store.put("abcdef.jpg", b"1"), store.put("abcdef.jpg", b"2")) == (True, False)
    assert (store.read("abcdef.jpg"), store.read("abcdee.jpg"), store.path("abcdee.jpg")) == (b"1", None, None)
    assert [file.name for file in (tmp_path / "else/ab/cd").iterdir()] == ["abcdef.jpg"]
    for name in ("../../etc/passwd", "..", ".hidden", "a/b.jpg", ""):
        with pytest.raises(ValueError, match="not the name"):
            store.read(name)
    with pytest.raises(SettingsRefused, match="HUTONG_STORAGE_URL"):
        gateways.connect(Settings(env="testing", data=tmp_path, storage_url="s3://bucket"))
