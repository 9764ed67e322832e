"""Settings: one typed object, and refusals that say why."""

import os
import socket
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from hutong.app import create_app
from hutong.cli import cli
from hutong.kernel.settings import KNOWN_SECRETS, Environment, Settings, SettingsRefused

GOOD = "q7Zr0pX2bV9mK4sT8wL1nC5yH3dF6gJ0"
SERVER = "mysql+pymysql://hutong@127.0.0.1:9/hutong"


def made(folder: Path, **values: Any) -> Settings:
    """Settings of production, with both secrets unless said otherwise."""
    return Settings(**{"env": "production", "data": folder, "secret_key": GOOD, "data_key": GOOD, **values})


@pytest.mark.parametrize("env", ["production", "staging"])
@pytest.mark.parametrize("name", ["secret_key", "data_key"])
@pytest.mark.parametrize("secret", [*sorted(KNOWN_SECRETS), "x" * 31, "short", "x" * 64, "change-me-" * 4])
def test_short_or_known_secrets_are_refused(tmp_path: Path, env: str, name: str, secret: str) -> None:
    """O-01, X6: and the refusal names the setting, not the secret."""
    with pytest.raises(SettingsRefused, match=f"HUTONG_{name.upper()} is short or known") as refused:
        made(tmp_path, env=env, **{name: secret}).check()
    assert secret not in str(refused.value).split("is short")[0]


def test_known_secrets_are_refused_in_any_case(tmp_path: Path) -> None:
    """O-01."""
    with pytest.raises(SettingsRefused):
        made(tmp_path, secret_key="HUTONG-development-secret-key-0000").check()


@pytest.mark.parametrize("name", ["secret_key", "data_key"])
def test_missing_secrets_are_refused_beside_a_server(tmp_path: Path, name: str) -> None:
    """O-01: every process must be given the same one."""
    with pytest.raises(SettingsRefused, match=f"HUTONG_{name.upper()} is missing"):
        made(tmp_path, database_url=SERVER, **{name: ""}).check()


def test_missing_secrets_are_made_where_the_database_is_embedded(tmp_path: Path) -> None:
    """O-01: once, different ones, readable by nobody else."""
    folder = tmp_path / "new"
    first = made(folder, secret_key="", data_key="").check()
    again = made(folder, secret_key="", data_key="").check()
    assert (first.key, first.cipher_key) == (again.key, again.cipher_key)
    assert first.key != first.cipher_key
    assert len(first.key) >= 48
    files = sorted(file for file in folder.iterdir() if file.is_file())
    assert [file.name for file in files] == ["data-key", "secret-key"]
    assert [stat.S_IMODE(file.stat().st_mode) for file in files] == [0o600, 0o600]


def test_processes_that_start_together_agree(tmp_path: Path) -> None:
    """O-01."""
    with ThreadPoolExecutor(8) as threads:
        keys = set(threads.map(lambda _: made(tmp_path, secret_key="").key, range(16)))
    assert len(keys) == 1


def test_secrets_are_not_shown(tmp_path: Path) -> None:
    """O-01."""
    assert GOOD not in repr(made(tmp_path))


def test_the_sandbox_is_not_for_production(tmp_path: Path) -> None:
    """M-02."""
    with pytest.raises(SettingsRefused, match="HUTONG_SANDBOX"):
        made(tmp_path, sandbox=True).check()
    assert made(tmp_path, env="staging", sandbox=True).check().sandbox_open is True
    assert made(tmp_path, env="staging").check().sandbox_open is False


def test_an_unknown_time_zone_is_refused(tmp_path: Path) -> None:
    """O-01: at once, not on the first page."""
    with pytest.raises(SettingsRefused, match="HUTONG_TIMEZONE"):
        made(tmp_path, timezone="Asia/Nowhere").check()


@pytest.mark.parametrize(
    "wrong",
    [{"env": "live"}, {"port": 0}, {"port": "x"}, {"currency": "yuan"}, {"identity": "none"}, {"trusted_proxies": -1}],
)
def test_wrong_values_are_refused(tmp_path: Path, wrong: dict[str, Any]) -> None:
    """O-01."""
    with pytest.raises(ValueError, match=next(iter(wrong))):
        made(tmp_path, **wrong)


def test_production_is_what_runs_when_nothing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """O-01."""
    for name in os.environ:
        if name.startswith("HUTONG_"):
            monkeypatch.delenv(name)
    found = Settings()
    assert (found.env, found.development, found.requests_a_minute) == ("production", False, 600)


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """O-01."""
    values = {
        "ENV": "development",
        "SLICES": "stays, cinema",
        "PUBLIC_URL": "https://a.example/",
        "DATA": str(tmp_path),
    }
    for name, value in values.items():
        monkeypatch.setenv(f"HUTONG_{name}", value)
    found = Settings()
    assert found.slices == ("stays", "cinema")
    assert (found.url, found.sender, found.requests_a_minute) == ("https://a.example", "hutong@a.example", 0)
    assert found.database == f"sqlite:///{tmp_path}/hutong.db"


def test_an_app_does_not_start_on_what_is_refused(tmp_path: Path) -> None:
    """O-01, X6."""
    with pytest.raises(SettingsRefused):
        create_app(made(tmp_path, secret_key="changeme"), ())


def test_the_command_says_why_it_does_not_start(tmp_path: Path) -> None:
    """X6: a sentence and exit code 1, no traceback."""
    environ = {"HUTONG_ENV": "production", "HUTONG_DATA": str(tmp_path), "HUTONG_SECRET_KEY": "changeme"}
    ended = CliRunner().invoke(cli, ["openapi"], env=environ)
    assert ended.exit_code == 1
    assert ended.output == "Error: HUTONG_SECRET_KEY is short or known: use at least 32 random characters\n"


@pytest.mark.parametrize("env", ["production", "development"])
def test_the_data_are_nobody_elses_business(tmp_path: Path, env: str) -> None:
    """O-01: people's data lie in a folder that only its owner can look into, where Hutong makes it."""
    folder = tmp_path / "data"
    given = {"HUTONG_ENV": env, "HUTONG_DATA": str(folder)}
    assert CliRunner().invoke(cli, ["db", "upgrade"], env=given).exit_code == 0
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.parametrize("command", ["run", "demo"])
def test_a_port_that_is_taken_is_told_at_once(tmp_path: Path, command: str) -> None:
    """O-02: before anything is made, with the way out."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        environ = {"HUTONG_ENV": "development", "HUTONG_DATA": str(tmp_path / "data"), "HUTONG_PORT": str(port)}
        ended = CliRunner().invoke(cli, [command], env=environ)
    said = f"Error: 127.0.0.1:{port}: Address already in use. HUTONG_PORT names another port.\n"
    assert (ended.exit_code, ended.output) == (1, said)
    assert not (tmp_path / "data" / "hutong.db").exists()


@pytest.mark.parametrize(
    "given", [{"weekend": "fri,holiday"}, {"map_tiles": "tiles/{z}"}, {"map_tiles": "https://t.example/1.png"}]
)
def test_settings_of_weekend_and_map(given):
    """O-01: what names no day, or no address of tiles, does not start."""
    with pytest.raises(SettingsRefused):
        Settings(env=Environment.TESTING, secret_key="k" * 20 + "abcdefghijklmnop", **given).check()
    kept = Settings(env=Environment.TESTING, weekend=" Sun ", map_tiles="https://{s}.tile.example/{z}/{x}/{y}.png")
    assert (kept.weekend_days, kept.tile_host) == (frozenset({6}), "https://*.tile.example")
    assert kept.model_copy(update={"weekend": "mon"}).weekend_days == frozenset({0})
