"""One typed object of settings, read from the environment (`HUTONG_*`)."""

import os
import secrets
from enum import StrEnum
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Annotated, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfoNotFoundError

from pydantic import Field, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from hutong.kernel import clock

KNOWN_SECRETS = {"changeme", "secret", "development", "hutong", "hutong-development-secret-key-0000"}
SHORTEST_SECRET = 32
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
FEWEST_CHARACTERS = 9  # different ones: "change-me-change-me-…" is long and yet known


class Environment(StrEnum):
    """Where this Hutong runs."""

    DEVELOPMENT = "development"
    TESTING = "testing"
    STAGING = "staging"
    PRODUCTION = "production"


class SettingsRefused(Exception):
    """Settings with which Hutong will not start; the text says why."""


class Settings(BaseSettings):
    """All settings; each is the environment variable `HUTONG_` plus its name."""

    model_config = SettingsConfigDict(env_prefix="HUTONG_", frozen=True, extra="ignore")

    env: Environment = Field(Environment.PRODUCTION, description="development, testing, staging or production")
    data: Path = Field(Path("data"), description="folder of the embedded databases, media and secrets")
    public_url: str = Field("", description="address people use, for mails, QR codes and callbacks")
    trusted_proxies: int = Field(0, ge=0, le=9, description="how many reverse proxies stand in front")
    timezone: str = Field("Asia/Shanghai", description="the site's own time zone (IANA name)")
    currency: str = Field("CNY", pattern="^[A-Z]{3}$", description="ISO 4217 code of the site's currency")
    database_url: str = Field("", description="SQLAlchemy URL; empty: SQLite in HUTONG_DATA")
    database_timeout: int = Field(
        15,
        ge=0,
        le=3600,
        description="seconds after which web and jobs take a database server for gone that says nothing; 0: never",
    )
    redis_url: str = Field("", description="Redis for kv and limits; empty: a table")
    broker_url: str = Field("", description="Celery broker; empty: jobs run inside `hutong run` or `hutong worker`")
    storage_url: str = Field("", description="where media is kept; empty: HUTONG_DATA/media")
    mail_url: str = Field("", description="smtp://user:password@host:port; empty: mails are kept for /dev/outbox")
    mail_from: str = Field("", description="sender of mails; empty: hutong@ the host of HUTONG_PUBLIC_URL")
    sms_url: str = Field("", description="SMS providers in the order of trying, by blanks; empty: messages are kept")
    sms_budget: int = Field(20_000, ge=0, description="what SMS may cost a day, in minor units; 0: no ceiling")
    secret_key: str = Field("", repr=False, description="signs cookies and links, at least 32 characters")
    data_key: str = Field("", repr=False, description="encrypts ID numbers, at least 32 characters")
    host: str = Field("127.0.0.1", description="address to listen on")
    port: int = Field(8000, ge=1, le=65535, description="port to listen on")
    workers: int = Field(1, ge=1, le=64, description="web processes of `hutong run`")
    threads: int = Field(8, ge=1, le=64, description="threads of each web process")
    slices: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="storefronts to install, comma-separated, packages of others too; empty: all of our own"
    )
    weekend: str = Field("fri,sat", description="nights that cost the weekend price, such as fri,sat")
    map_tiles: str = Field(
        "", description="address of map tiles, such as https://tile.example/{z}/{x}/{y}.png; empty: maps without tiles"
    )
    map_credit: str = Field("", description="whom the map tiles are from, shown on the map")
    identity: str = Field("format", pattern="^(format|staff|provider)$", description="how real names are checked")
    staff_second_factor: str = Field(
        "",
        pattern="^(on|off)?$",
        description="on: staff need two-step login; empty: on in production and staging",
    )
    request_limit: int = Field(
        -1,
        ge=-1,
        description="requests a minute per person and address; 0: none; -1: 600, none in development",
    )
    commission: str = Field(
        "10",
        pattern=r"^(\d{1,2}(\.\d{1,2})?|[a-z]{2,16}=\d{1,2}(\.\d{1,2})?)(,[a-z]{2,16}=\d{1,2}(\.\d{1,2})?)*$",
        description="per cent of what sellers earn that the site keeps, also by kind: `10,show=8,counter=0`",
    )
    points_earned: int = Field(1, ge=0, le=1000, description="points for one unit of the currency paid")
    points_spent: int = Field(100, ge=1, le=100_000, description="points that take one unit of the currency off")
    photo_review: bool = Field(False, description="photos wait for a moderator before others see them")
    tail_hosts: str = Field(
        "", description="outside hosts that photos may lead to, comma-separated; those below them as well"
    )
    sandbox: bool = Field(False, description="the sandbox payment provider in staging")
    alipay_app_id: str = Field("", description="Alipay: id of our application")
    alipay_seller_id: str = Field("", description="Alipay: the account that is paid (2088…)")
    alipay_key: str = Field("", repr=False, description="Alipay: our RSA private key, as text or the path of a file")
    alipay_provider_key: str = Field("", description="Alipay: its RSA public key, as text or the path of a file")
    alipay_url: str = Field("https://openapi.alipay.com/gateway.do", description="Alipay: address of its gateway")
    wechat_app_id: str = Field("", description="WeChat Pay: id of our application (wx…)")
    wechat_merchant_id: str = Field("", description="WeChat Pay: our merchant number")
    wechat_api_key: str = Field("", repr=False, description="WeChat Pay: the API v3 key, 32 characters")
    wechat_key: str = Field(
        "", repr=False, description="WeChat Pay: our RSA private key, as text or the path of a file"
    )
    wechat_serial: str = Field("", description="WeChat Pay: serial number of our certificate")
    wechat_platform_key: str = Field(
        "", description="WeChat Pay: its public key or certificates, text or path; empty: certificates are fetched"
    )
    wechat_platform_serial: str = Field("", description="WeChat Pay: id of its public key (PUB_KEY_ID_…)")
    wechat_url: str = Field("https://api.mch.weixin.qq.com", description="WeChat Pay: address of its API")
    oidc_issuer: str = Field("", description="log-in with an OpenID Connect provider: its issuer address")
    oidc_client_id: str = Field("", description="OpenID Connect: id of our client")
    oidc_client_secret: str = Field("", repr=False, description="OpenID Connect: secret of our client")
    oidc_label: str = Field("", max_length=40, description="OpenID Connect: what the provider is called on the button")
    github_client_id: str = Field("", description="log-in with GitHub: id of our OAuth application")
    github_client_secret: str = Field("", repr=False, description="GitHub: its secret")
    github_url: str = Field("https://github.com", description="GitHub: its address")
    github_api_url: str = Field("https://api.github.com", description="GitHub: address of its API")
    wechat_login_id: str = Field("", description="log-in with WeChat: AppID of our website application")
    wechat_login_secret: str = Field("", repr=False, description="log-in with WeChat: its AppSecret")
    wechat_login_url: str = Field("https://open.weixin.qq.com", description="log-in with WeChat: address of its pages")
    wechat_login_api_url: str = Field("https://api.weixin.qq.com", description="log-in with WeChat: address of its API")
    languages: Annotated[tuple[str, ...], NoDecode] = Field(
        ("zh", "en"), description="languages of the site, comma-separated: zh, en; the first where nothing else is said"
    )
    site_name: str = Field("Hutong 胡同", max_length=60, description="name of the site")
    metrics_token: str = Field("", repr=False, description="bearer token that /metrics asks for; empty: no metrics")
    sentry_url: str = Field(
        "", repr=False, description="DSN of a Sentry that is told what breaks; needs hutong[sentry]"
    )
    traces_url: str = Field(
        "", description="where traces go: OTLP over HTTP, such as http://host:4318/v1/traces; needs hutong[telemetry]"
    )
    log_level: str = Field("INFO", description="level of the log")

    @model_validator(mode="before")
    @classmethod
    def _split_names(cls, values: dict[str, object]) -> dict[str, object]:
        for name in ("slices", "languages"):
            given = values.get(name)
            if isinstance(given, str):
                values[name] = tuple(part.strip() for part in given.split(",") if part.strip())
        return values

    @property
    def weekend_days(self) -> frozenset[int]:
        """The nights of the weekend, Monday is 0."""
        return _days(self.weekend)

    @property
    def tile_host(self) -> str:
        """The origin that map tiles come from, for the content security policy."""
        parts = urlsplit(self.map_tiles)
        return f"{parts.scheme}://{parts.netloc}".replace("{s}", "*") if parts.netloc else ""

    @field_validator("languages")
    @classmethod
    def _known_languages(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        if not names or not set(names) <= {"zh", "en"} or len(set(names)) != len(names):
            raise ValueError("name zh, en or both")
        return names

    @property
    def development(self) -> bool:
        """Development or testing: /dev pages, sandbox, relaxed cookies."""
        return self.env in (Environment.DEVELOPMENT, Environment.TESTING)

    @property
    def embedded(self) -> bool:
        """Whether the database lives in HUTONG_DATA (SQLite)."""
        return self.database.startswith("sqlite")

    @property
    def database(self) -> str:
        """The SQLAlchemy URL in force."""
        return self.database_url or f"sqlite:///{self.data.absolute() / 'hutong.db'}"

    @property
    def url(self) -> str:
        """The public address without a trailing slash."""
        return self.public_url.rstrip("/") or f"http://{self.host}:{self.port}"

    @property
    def sandbox_open(self) -> bool:
        """Whether the sandbox payment provider may be used."""
        return self.development or (self.env is Environment.STAGING and self.sandbox)

    @property
    def staff_proves_twice(self) -> bool:
        """Whether staff need a second factor before they work."""
        return self.staff_second_factor == "on" or (not self.staff_second_factor and not self.development)

    @property
    def requests_a_minute(self) -> int:
        """The limit in force; 0 means none."""
        if self.request_limit >= 0:
            return self.request_limit
        return 0 if self.development else 600

    @property
    def sender(self) -> str:
        """The mail address that mails come from."""
        return self.mail_from or f"hutong@{urlsplit(self.url).hostname or 'localhost'}"

    @cached_property
    def key(self) -> str:
        """The secret that signs; raises SettingsRefused when it must not be used."""
        return self._secret("secret_key", self.secret_key)

    @cached_property
    def cipher_key(self) -> str:
        """The secret that encrypts personal numbers; raises SettingsRefused likewise."""
        return self._secret("data_key", self.data_key)

    def _secret(self, name: str, given: str) -> str:
        variable = f"HUTONG_{name.upper()}"
        if given:
            weak = len(given) < SHORTEST_SECRET or len(set(given)) < FEWEST_CHARACTERS
            if not self.development and (weak or given.lower() in KNOWN_SECRETS):
                raise SettingsRefused(f"{variable} is short or known: use at least {SHORTEST_SECRET} random characters")
            return given
        if not self.embedded and not self.development:
            raise SettingsRefused(f"{variable} is missing: every process must be given the same one")
        return _kept_secret(self.data / name.replace("_", "-"))

    def check(self) -> Self:
        """Refuse what must not start; returns itself."""
        if self.env is Environment.PRODUCTION and self.sandbox:
            raise SettingsRefused("HUTONG_SANDBOX takes money from nobody: it cannot be on in production")
        try:
            clock.zone(self.timezone)
        except (ZoneInfoNotFoundError, ValueError):
            raise SettingsRefused(f"HUTONG_TIMEZONE is no known time zone: {self.timezone}") from None
        try:
            _ = self.weekend_days
        except ValueError:
            raise SettingsRefused(f"HUTONG_WEEKEND names no days such as fri,sat: {self.weekend}") from None
        if self.map_tiles and not (self.tile_host.startswith(("http://", "https://")) and "{z}" in self.map_tiles):
            raise SettingsRefused("HUTONG_MAP_TILES is no address such as https://tile.example/{z}/{x}/{y}.png")
        _ = self.key, self.cipher_key
        return self


@lru_cache(8)  # every price asks; not kept with the settings, whose copies would keep it, too
def _days(names: str) -> frozenset[int]:
    return frozenset(WEEK.index(name.strip().lower()) for name in names.split(",") if name.strip())


def _kept_secret(file: Path) -> str:
    """Read the secret kept in a file of mode 0600, making it the first time."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = file.with_name(f".{file.name}.{os.getpid()}.{secrets.token_hex(4)}")
    if not file.exists():
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as handle:
            handle.write(secrets.token_urlsafe(48))
        try:
            os.link(fresh, file)  # of several processes starting at once, one wins
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return file.read_text().strip()
