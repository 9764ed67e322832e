"""Pictures as files, and as they stand in templates."""

from flask import Response, request, send_file
from markupsafe import Markup, escape

from hutong.kernel import clock
from hutong.kernel.errors import NotFound, Unavailable
from hutong.kernel.pages import asset
from hutong.kernel.web import Pages
from hutong.media import queries
from hutong.media.gateways import store, thumbnails
from hutong.media.gateways.room import Busy
from hutong.media.queries import Shown

pages = Pages("media")
KINDS = {"jpg": "image/jpeg", "webp": "image/webp", "avif": "image/avif"}
FOR_EVER = "public, max-age=31536000, immutable"
ASKED_AGAIN = "30"  # seconds
_BLANK = Markup(
    '<svg class="{class_} quiet" viewBox="-40 -30 240 180" aria-hidden="true">'
    '<use href="{drawings}#frame" width="160" height="110"/></svg>'
)


@pages.page("/media/<digest>-<int:width>.<form>", public=True, hidden=True, asset=True)
def serve(digest: str, width: int, form: str) -> Response:
    """A thumbnail; only a signed address opens it, and what it opens never changes."""
    until = request.args.get("until", type=int)
    given = request.args.get("s", "")
    if not queries.signed(digest, until, given) or (until is not None and until < clock.now()):
        raise NotFound
    if width not in queries.WIDTHS or form not in KINDS or not queries.open_to_all(digest):
        raise NotFound
    response = thumbnail(digest, width, form)
    response.headers["Cache-Control"] = FOR_EVER if until is None else _until(until)
    response.headers["X-Accel-Expires"] = ASKED_AGAIN  # nginx: whether it may still be shown is asked now and then
    return response


def thumbnail(digest: str, width: int, form: str = "webp") -> Response:
    """A thumbnail in the best form that the browser takes: AVIF where a job has made it, else WebP, else JPEG.

    Whoever calls this has made sure that the reader may see it. Raises NotFound or Unavailable.
    """
    if form == "webp" and not _takes("image/webp"):
        form = "jpg"
    elif form == "webp" and _takes("image/avif", said=True) and store().near(f"{digest}-{width}.avif"):
        form = "avif"
    try:
        name = thumbnails.thumbnail(digest, width, form)
    except Busy:
        raise Unavailable from None
    path = store().path(name) if name else None
    if path is None:
        raise NotFound
    response = send_file(path, mimetype=KINDS.get(form, "image/webp"), etag=path.stem + form)
    response.headers["Vary"] = "Accept"
    return response


def picture(
    pic: Shown | None,
    alt: str | None = None,
    sizes: str = "100vw",
    class_: str = "picture",
    eager: bool = False,
    until: int | None = None,
) -> Markup:
    """The <img> of a picture, or a drawn frame where there is none; `alt` says something else than the picture does."""
    if pic is None:
        return _BLANK.format(class_=class_, drawings=asset("drawings.svg"))
    addresses = queries.url(pic, 640, until=until), queries.srcset(pic, until)
    return img(pic, *addresses, pic.alt if alt is None else alt, sizes, class_, eager)


def img(pic: Shown, src: str, srcset: str, alt: str, sizes: str, class_: str = "", eager: bool = False) -> Markup:
    """The <img> of a picture at these addresses, of known size so that nothing jumps."""
    when = 'fetchpriority="high"' if eager else 'loading="lazy"'
    return Markup(  # noqa: S704 - every part that is not ours is escaped
        f'<img class="{escape(class_)}" src="{escape(src)}" srcset="{escape(srcset)}" sizes="{escape(sizes)}"'
        f' width="{pic.width}" height="{pic.height}" alt="{escape(alt)}" {when} decoding="async">'
    )


def _takes(kind: str, said: bool = False) -> bool:
    """Whether the browser takes a type; `said`: only when it names it, for older ones say */* and mean JPEG."""
    accepted = request.accept_mimetypes
    if said:
        return kind in list(accepted.values())
    return not accepted or accepted[kind] > 0


def _until(until: int) -> str:
    return f"private, max-age={(until - clock.now()) // 1000}, immutable"
