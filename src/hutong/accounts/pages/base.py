"""The frame of the pages about one's account."""

from flask_babel import lazy_gettext as _l

from hutong.kernel.web import Pages

pages = Pages("accounts")
TABS = [
    ("profile", "/me", _l("Profile"), "person"),
    ("identity", "/me/identity", _l("Real name"), "person-badge"),
    ("security", "/me/security", _l("Security"), "shield-lock"),
    ("tokens", "/me/tokens", _l("API tokens"), "key"),
    ("addresses", "/me/addresses", _l("Addresses"), "geo-alt"),
    ("privacy", "/me/privacy", _l("Privacy"), "eye-slash"),
    ("organisations", "/me/organisations", _l("Organisations"), "building"),
]
