"""A small S3: keeps objects in memory and answers only requests that are signed as AWS Signature Version 4 asks."""

import hashlib
import hmac
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, quote, unquote, urlsplit
from xml.sax.saxutils import escape

KEY, SECRET, REGION, BUCKET = "tester", "s3cret/with+signs", "cn-north-1", "pictures"


def signed(method: str, target: str, headers: dict[str, str], body: bytes) -> bool:
    """Whether a request carries the signature of SECRET over what it says (docs: Signature Version 4)."""
    scheme, _, rest = headers.get("authorization", "").partition(" ")
    if scheme != "AWS4-HMAC-SHA256":
        return False
    given = dict(part.strip().split("=", 1) for part in rest.split(","))
    key, day, region, service, last = given["Credential"].split("/")
    if (key, region, service, last) != (KEY, REGION, "s3", "aws4_request"):
        return False
    payload = headers["x-amz-content-sha256"]
    if payload != "UNSIGNED-PAYLOAD" and payload != hashlib.sha256(body).hexdigest():
        return False
    url = urlsplit(target)
    query = sorted((quote(name, safe="-_.~"), quote(value, safe="-_.~")) for name, value in parse_qsl(url.query, True))
    names = given["SignedHeaders"].split(";")
    canonical = "\n".join(
        [
            method,
            url.path,
            "&".join(f"{name}={value}" for name, value in query),
            *(f"{name}:{headers[name].strip()}" for name in names),
            "",
            ";".join(names),
            payload,
        ]
    )
    scope = f"{day}/{region}/{service}/{last}"
    text = "\n".join(["AWS4-HMAC-SHA256", headers["x-amz-date"], scope, hashlib.sha256(canonical.encode()).hexdigest()])
    made = f"AWS4{SECRET}".encode()
    for part in (day, region, service, last):
        made = hmac.digest(made, part.encode(), "sha256")
    return hmac.compare_digest(hmac.digest(made, text.encode(), "sha256").hex(), given["Signature"])


class _Handler(BaseHTTPRequestHandler):
    objects: dict[str, bytes]
    put_at: dict[str, float]
    refused: list[str]

    def log_message(self, *_: object) -> None:
        """Nothing."""

    def _serve(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        if not signed(self.command, self.path, headers, body):
            self.refused.append(f"{self.command} {self.path}")
            self._answer(403, b"<Error><Code>SignatureDoesNotMatch</Code></Error>")
            return
        url = urlsplit(self.path)
        bucket, _, name = unquote(url.path).lstrip("/").partition("/")
        if bucket != BUCKET:
            self._answer(404, b"<Error><Code>NoSuchBucket</Code></Error>")
        elif self.command == "POST" and url.query.startswith("delete"):
            self._answer(200, self._delete(re.findall(r"<Key>([^<]+)</Key>", body.decode())))
        elif not name:
            self._answer(200, self._listing(dict(parse_qsl(url.query)).get("prefix", "")))
        elif self.command == "PUT":
            self.objects[name] = body
            self.put_at[url.path] = time.time()
            self._answer(200, b"")
        elif name in self.objects:
            self._answer(200, self.objects[name])
        else:
            self._answer(404, b"<Error><Code>NoSuchKey</Code></Error>")

    do_GET = do_PUT = do_HEAD = do_POST = _serve  # noqa: N815 - the names are http.server's

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("ETag", f'"{hashlib.md5(body).hexdigest()}"')
        self.send_header("Last-Modified", formatdate(self.put_at.get(self.path.partition("?")[0]), usegmt=True))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _delete(self, names: list[str]) -> bytes:
        for name in names:
            self.objects.pop(name, None)
        return f"<DeleteResult>{''.join(f'<Deleted><Key>{n}</Key></Deleted>' for n in names)}</DeleteResult>".encode()

    def _listing(self, prefix: str) -> bytes:
        entries = "".join(
            f"<Contents><Key>{escape(name)}</Key><LastModified>2026-11-21T10:00:00.000Z</LastModified>"
            f'<ETag>"0"</ETag><Size>{len(data)}</Size></Contents>'
            for name, data in sorted(self.objects.items())
            if name.startswith(prefix)
        )
        return f"<ListBucketResult><IsTruncated>false</IsTruncated>{entries}</ListBucketResult>".encode()


class S3:
    """A running server: its address for HUTONG_STORAGE_URL, what it keeps and what it refused."""

    def __init__(self, port: int, objects: dict[str, bytes], refused: list[str]) -> None:
        self.objects, self.refused = objects, refused
        self.url = f"s3+http://{KEY}:{quote(SECRET, safe='')}@127.0.0.1:{port}/{BUCKET}?region={REGION}"


@contextmanager
def serving() -> Iterator[S3]:
    """Serve while the block runs."""
    handler = type("Handler", (_Handler,), {"objects": {}, "put_at": {}, "refused": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield S3(server.server_address[1], handler.objects, handler.refused)
    finally:
        server.shutdown()
        server.server_close()
