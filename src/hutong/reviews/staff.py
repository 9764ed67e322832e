"""What moderators see: the queue of reports."""

from typing import cast, get_args
from urllib.parse import urlencode

from flask import render_template

from hutong.accounts.models import Permission
from hutong.kernel.input import read_page_query
from hutong.kernel.web import Pages, me
from hutong.reviews import queries
from hutong.reviews.models import DISMISS, HIDE, RESTORE
from hutong.reviews.schemas import REASONS, CaseQuery
from hutong.reviews.subjects import SUBJECTS

staff = Pages("reviews")
staff.name = "reviews_staff"
STATES = cast(tuple[str, ...], get_args(CaseQuery.model_fields["state"].annotation))
POSSIBLE = {"waiting": (HIDE, DISMISS), "open": (HIDE, DISMISS), "appealed": (RESTORE, HIDE), "hidden": (RESTORE,)}


@staff.page("/staff/reports", needs=Permission.MODERATE)
def reports() -> str:
    """What was reported, and deciding it one by one or several at once."""
    query = read_page_query(CaseQuery)
    found = queries.cases(query, me().id)
    return render_template(
        "reviews/staff/reports.html",
        page=found,
        query=query,
        states=STATES,
        kinds=SUBJECTS.all(),
        reasons=REASONS,
        possible=POSSIBLE.get(query.state, ()),
        address=_address,
    )


def _address(query: CaseQuery, **changes: str | None) -> str:
    """The address of this list with something changed; the page begins anew unless it says which."""
    wanted = {"state": query.state, "kind": query.kind, **changes}
    return "/staff/reports?" + urlencode({name: value for name, value in wanted.items() if value})
