"""The tree of regions as a list."""

import string

from flask_babel import lazy_gettext as _l
from sqlalchemy import or_, select

from hutong.accounts.models import Permission
from hutong.kernel import desk
from hutong.kernel.desk import Asked, Column, Filter, Rows, StaffList
from hutong.regions.models import CITY, DISTRICT, PROVINCE, Region

LEVELS = {str(PROVINCE): _l("Province"), str(CITY): _l("City"), str(DISTRICT): _l("District")}


def found(asked: Asked) -> Rows[Region]:
    """Regions by code, or by their letter; in both languages."""
    query = select(Region)
    if asked["level"]:
        query = query.where(Region.level == int(asked["level"]))
    if asked["letter"]:
        query = query.where(Region.letter == asked["letter"])
    if asked["below"]:
        query = query.where(or_(Region.parent_code == asked["below"], Region.code == asked["below"]))
    if asked.words:
        words = asked.words
        named = (Region.name.contains(words, autoescape=True), Region.name_en.icontains(words, autoescape=True))
        query = query.where(or_(Region.code == words, *named))
    by_letter = [(Region.letter, False), (Region.code, False)]
    return desk.keyset(query, asked, {"code": [(Region.code, False)], "letter": by_letter})


REGIONS = StaffList[Region](
    "regions",
    _l("Regions"),
    "map",
    group="site",
    needs=Permission.MANAGE_REGIONS,
    rows=found,
    search=_l("Name or code"),
    key=lambda row: row.code,
    href=lambda row: f"/staff/regions/{row.code}",
    columns=(
        Column(_l("Name"), lambda row: row.name),
        Column(_l("English"), lambda row: row.name_en),
        Column(_l("Letter"), lambda row: row.letter),
        Column(_l("Level"), lambda row: LEVELS[str(row.level)]),
        Column(_l("Code"), lambda row: row.code, "code"),
        Column(_l("Lies in"), lambda row: row.parent_code, "code"),
    ),
    filters=(
        Filter("level", _l("Level"), tuple(LEVELS.items())),
        Filter("letter", _l("Letter"), tuple((letter, letter) for letter in string.ascii_uppercase)),
        Filter("below", _l("Code of the region it lies in"), kind="text"),
    ),
    sorts=(("code", _l("By code")), ("letter", _l("From A to Z"))),
    order=60,
)
