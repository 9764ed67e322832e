"""What the permissions are called."""

from typing import Any

from flask_babel import lazy_gettext as _l

from hutong.accounts.models import Permission

PERMISSIONS: dict[Permission, Any] = {
    Permission.READ_AUDIT: _l("Read the audit log"),
    Permission.MANAGE_SETTINGS: _l("Change settings, look after jobs"),
    Permission.MANAGE_PEOPLE: _l("See and suspend people"),
    Permission.GRANT_ROLES: _l("Give roles and permissions"),
    Permission.MANAGE_REGIONS: _l("Correct regions"),
    Permission.MODERATE: _l("Decide reports, hide what breaks the rules"),
    Permission.MANAGE_HOMES: _l("See all homes, approve hosts"),
    Permission.MANAGE_BOOKINGS: _l("See and call off all bookings"),
    Permission.REFUND: _l("Give money back"),
    Permission.READ_LEDGER: _l("See payments and the ledger"),
    Permission.MANAGE_FILMS: _l("Look after films and rights"),
    Permission.MANAGE_CINEMAS: _l("Approve and look after cinemas"),
    Permission.MANAGE_HALLS: _l("Draw halls and seats"),
    Permission.SCHEDULE: _l("Plan screenings"),
    Permission.SELL_AT_COUNTER: _l("Sell at the counter"),
    Permission.CHECK_IN: _l("Check tickets at the door"),
    Permission.MANAGE_COUPONS: _l("Make coupons"),
    Permission.BACK_OFFICE: _l("Enter the back office"),
    Permission.VERIFY_PEOPLE: _l("Check real names"),
    Permission.MANAGE_MEMBERS: _l("Look after an organisation's members"),
}
