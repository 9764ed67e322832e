"""What deploy/ says must fit what there is: settings, files, nginx's own opinion."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from hutong.kernel.settings import Settings

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
OF_NGINX = {"web", "listen", "run", "http_port", "https_port"}


def test_containers_are_given_settings_that_exist() -> None:
    """O-03: a setting that was renamed would be silently without effect."""
    told = "".join((DEPLOY / name).read_text() for name in ("Dockerfile", "compose.yaml"))
    named = {name.lower() for name in re.findall(r"\bHUTONG_([A-Z_]+)\b", told)}
    assert named - OF_NGINX <= set(Settings.model_fields)


def test_the_image_is_built_from_what_is_there() -> None:
    """O-06: whatever is copied exists, and .dockerignore lets it through."""
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", (DEPLOY / "Dockerfile").read_text(), re.MULTILINE)
    sources = {source for line in copied for source in line.split()}
    assert {source for source in sources if not (ROOT / source).exists()} == set()
    let_through = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    assert let_through == sources


@pytest.mark.parametrize("tls", ["", " ssl; ssl_certificate {0}/both; ssl_certificate_key {0}/both"])
def test_nginx_takes_its_configuration(tmp_path: Path, tls: str) -> None:
    """O-03: with and without TLS."""
    nginx = shutil.which("nginx", path="/usr/sbin:/usr/bin")
    if nginx is None or not shutil.which("openssl"):
        pytest.skip("needs nginx and openssl")
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=hutong", "-keyout", "-"]
    (tmp_path / "both").write_bytes(subprocess.run(made, check=True, capture_output=True).stdout)
    blanks = {"WEB": "server 127.0.0.1:8000;", "LISTEN": f"127.0.0.1:18089{tls.format(tmp_path)}", "RUN": str(tmp_path)}
    text = (DEPLOY / "nginx.conf").read_text()
    for blank, filled in blanks.items():
        text = text.replace(f"${{HUTONG_{blank}}}", filled)
    (tmp_path / "nginx.conf").write_text(text)
    tried = subprocess.run([nginx, "-t", "-c", tmp_path / "nginx.conf"], capture_output=True, text=True, check=False)
    assert "test is successful" in tried.stderr, tried.stderr
