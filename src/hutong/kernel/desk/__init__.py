"""The staff's frame, as the slices see it: they contribute lists, figures and what waits; the back office draws them.

A list is one value. Rows are found by keyset in a fixed number of statements; everything that changes something is a
call of the API, with its own permission there. In a slice's `staff.py` (which never imports actions):

    def people(asked: Asked) -> Rows[Person]:
        query = select(Person)
        if asked.words:
            query = query.where(desk.begins(Person.nickname, asked.words))
        if asked["state"] == "suspended":
            query = query.where(Person.suspended_at.is_not(None))
        return desk.keyset(query, asked, {"newest": [(Person.joined_at, True), (Person.id, True)]})

    PEOPLE = StaffList[Person](
        "people", _l("People"), "people", group="people", needs=Permission.MANAGE_PEOPLE, rows=people,
        search=_l("Name"),
        href=lambda person: f"/staff/people/{ids.show(person.id)}",          # the first column leads there
        columns=(
            Column(_l("Name"), lambda person: person.nickname),
            Column(_l("Joined"), lambda person: person.joined_at, "moment"),
            Column(_l("State"), lambda person: _l("suspended") if person.suspended_at else _l("active"), "tag",
                   tone=lambda person: "bad" if person.suspended_at else "free"),
        ),
        filters=(Filter("state", _l("State"), (("suspended", _l("Suspended")),)),),
        acts=(Act(_l("Restore"), "/api/v1/people/{id}/suspension", "DELETE",     # beside each row that it fits
                  offered=lambda person: person.suspended_at is not None),),
        bulk=(Act(_l("Suspend"), "/api/v1/people/suspensions", reason=True, kind="danger"),),  # body: ids, reason
    )

and in `install(app)`: `desk.LISTS.add(app, staff.PEOPLE)`. The page is `/staff/people`; `asked.words`, the filters, the
sorts, pages, CSV and XLSX come by themselves. A bulk route takes `desk.Several` (or a model of yours with `ids`) and
answers `desk.each(body.ids, lambda one: actions.suspend(one, body.reason))` as `SeveralOut`, with `status=200`.

Also: `WAITING` (what waits for a decision), `PLOTS` (figures for a period of days, see `per_day`), `LINKS` (pages of
the frame that are no lists; their templates extend `kernel/desk.html`).
"""

from hutong.kernel.desk.days import Period, day_labels, midnight, per_day
from hutong.kernel.desk.finding import begins, keyset
from hutong.kernel.desk.frame import install, menu
from hutong.kernel.desk.lists import (
    LINKS,
    LISTS,
    PLOTS,
    WAITING,
    Act,
    Asked,
    Column,
    Figures,
    Filter,
    Link,
    Rows,
    StaffList,
    Waiting,
    may,
    named,
)
from hutong.kernel.desk.several import Several, SeveralOut, each

__all__ = [
    "LINKS",
    "LISTS",
    "PLOTS",
    "WAITING",
    "Act",
    "Asked",
    "Column",
    "Figures",
    "Filter",
    "Link",
    "Period",
    "Rows",
    "Several",
    "SeveralOut",
    "StaffList",
    "Waiting",
    "begins",
    "day_labels",
    "each",
    "install",
    "keyset",
    "may",
    "menu",
    "midnight",
    "named",
    "per_day",
]
