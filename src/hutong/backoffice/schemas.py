"""What goes in and out of the staff's part of the API."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from hutong.accounts.schemas import Mobile, Nickname, Password, visible
from hutong.kernel.schemas import In, Line, Out, Text
from hutong.media.schemas import Upload


class ExportIn(In):
    """A list as a file, narrowed as its page's address says."""

    format: Literal["csv", "xlsx"] = "csv"
    query: Line = Field("", max_length=1000, description="the query string of the list's page: q=…&state=…&sort=…")


class RegionIn(In):
    """What is changed of a region; what is left out stays."""

    name: Annotated[Line, AfterValidator(visible)] = Field("", max_length=100)
    name_en: Line | None = Field(None, max_length=100)
    letter: Line = Field("", pattern="^[A-Z]?$", description="under which it stands from A to Z")


class RegionNamesOut(Out):
    """A region in both languages."""

    code: str
    name: str
    name_en: str | None
    letter: str


class SiteIn(In):
    """What staff set of the site; what is left out stays, what is empty is the environment's again."""

    site_name: Line | None = Field(None, max_length=60)
    footer_zh: Text | None = Field(
        None, max_length=1_000, description="lines under every page: company, licence number"
    )
    footer_en: Text | None = Field(None, max_length=1_000)
    terms_zh: Text | None = Field(None, max_length=50_000, description="instead of the texts that come with Hutong")
    terms_en: Text | None = Field(None, max_length=50_000)
    privacy_zh: Text | None = Field(
        None, max_length=50_000, description="likewise; a change of either asks all to agree"
    )
    privacy_en: Text | None = Field(None, max_length=50_000)


class SiteOut(Out):
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


class LogoIn(In):
    """A picture to stand beside the site's name."""

    file: Upload = Field(description="a picture, at most 25 MB; small and square looks best")


class SetupIn(In):
    """The first set-up: the code that was printed, the administrator, and what the site is called and says."""

    code: Line = Field(min_length=1, max_length=40)
    mobile: Mobile | None = None
    email: Line | None = Field(None, max_length=254, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")
    name: Nickname
    password: Password
    site_name: Annotated[Line, AfterValidator(visible)] = Field(max_length=60)
    languages: Literal["zh,en", "en,zh", "zh", "en"] = "zh,en"
    currency: Literal["CNY", "EUR", "GBP", "HKD", "JPY", "SGD", "TWD", "USD"] = "CNY"
    footer_zh: Text = Field("", max_length=1_000)
    footer_en: Text = Field("", max_length=1_000)
    terms_zh: Text = Field("", max_length=50_000)
    terms_en: Text = Field("", max_length=50_000)
    privacy_zh: Text = Field("", max_length=50_000)
    privacy_en: Text = Field("", max_length=50_000)
    logo: Upload | None = None
