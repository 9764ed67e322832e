"""One's own photos, and the trash."""

from flask import render_template

from hutong.kernel.input import read_page_query
from hutong.kernel.paging import PageQuery
from hutong.kernel.web import me
from hutong.photos.models.photo import KEPT_IN_TRASH
from hutong.photos.pages.base import pages
from hutong.photos.pages.streams import StreamQuery, next_of
from hutong.photos.queries import people, photos, streams
from hutong.photos.queries.streams import Stream


@pages.page("/me/photos")
def my_photos() -> str:
    """One's own photos, whoever may see them, and those that wait or were hidden."""
    query = read_page_query(StreamQuery)
    found = streams.page(Stream("person", me().id), me().id, query.limit, query.cursor)
    first = query.cursor is None
    return render_template(
        "photos/mine.html",
        found=found,
        first=first,
        next=next_of(found),
        unseen=photos.unseen(me().id) if first else [],
        profile=people.profile(me().id, me().id),
    )


@pages.page("/me/photos/trash")
def trash() -> str:
    """What lies in one's trash, and until when."""
    query = read_page_query(PageQuery)
    found = photos.trash(me().id, query.limit, query.cursor)
    return render_template("photos/trash.html", found=found, first=query.cursor is None, kept=KEPT_IN_TRASH)
