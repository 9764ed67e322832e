"""Shapes of backoffice. Made from the OpenAPI document by `scripts/client.py`."""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict

from hutong_client.wire import Upload


class ExportIn(TypedDict):
    """A list as a file, narrowed as its page's address says."""

    format: NotRequired[Literal["csv", "xlsx"]]
    query: NotRequired[str]


class LogoIn(TypedDict):
    """A picture to stand beside the site's name."""

    file: Upload


class RegionIn(TypedDict):
    """What is changed of a region; what is left out stays."""

    name: NotRequired[str]
    name_en: NotRequired[str | None]
    letter: NotRequired[str]


class RegionNamesOut(TypedDict):
    """A region in both languages."""

    code: str
    name: str
    name_en: str | None
    letter: str


class SetupIn(TypedDict):
    """The first set-up: the code that was printed, the administrator, and what the site is called and says."""

    code: str
    mobile: NotRequired[str | None]
    email: NotRequired[str | None]
    name: str
    password: str
    site_name: str
    languages: NotRequired[Literal["zh,en", "en,zh", "zh", "en"]]
    currency: NotRequired[Literal["CNY", "EUR", "GBP", "HKD", "JPY", "SGD", "TWD", "USD"]]
    footer_zh: NotRequired[str]
    footer_en: NotRequired[str]
    terms_zh: NotRequired[str]
    terms_en: NotRequired[str]
    privacy_zh: NotRequired[str]
    privacy_en: NotRequired[str]
    logo: NotRequired[Upload | None]


class SiteIn(TypedDict):
    """What staff set of the site; what is left out stays, what is empty is the environment's again."""

    site_name: NotRequired[str | None]
    footer_zh: NotRequired[str | None]
    footer_en: NotRequired[str | None]
    terms_zh: NotRequired[str | None]
    terms_en: NotRequired[str | None]
    privacy_zh: NotRequired[str | None]
    privacy_en: NotRequired[str | None]


class SiteOut(TypedDict):
    """The site as its staff have set it."""

    site_name: str
    logo: str
    languages: list[str]
    currency: str
    footer_zh: str
    footer_en: str
    terms_zh: str
    terms_en: str
    privacy_zh: str
    privacy_en: str
