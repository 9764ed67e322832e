"""Files in any S3-compatible store (AWS, MinIO, Aliyun OSS, Qiniu Kodo), with a copy of the latest on this machine."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote, urlsplit

from hutong.kernel import clock, tracing
from hutong.media.gateways.disk import DiskStore

if TYPE_CHECKING:
    from obstore.store import S3Store as Bucket

SCHEMES = {"s3": "https", "s3+http": "http"}
LARGEST_CACHE = 2 << 30  # bytes
YOUNG = 2 * clock.SECOND  # what was put before is put again, so that its age says when it was last wanted
FRESH = 3600  # seconds in which a copy is not thrown away


class S3Store:
    """A bucket. What is read is kept in a folder as well, for files never change."""

    def __init__(self, bucket: "Bucket", copies: DiskStore, endpoint: str) -> None:
        self.bucket, self.copies, self.endpoint = bucket, copies, endpoint

    def _asked(self, what: str) -> AbstractContextManager[None]:
        return tracing.call(f"s3 {what}", self.endpoint)

    def put(self, name: str, data: bytes) -> bool:
        """See Store; of two at once both write the same."""
        age = self.age(name)
        if age is None or age > YOUNG:
            with self._asked("put"):
                self.bucket.put(name, data)
            self.copies.put(name, data)
        return age is None

    def read(self, name: str) -> bytes | None:
        """See Store."""
        kept = self.copies.read(name)
        if kept is not None:
            return kept
        try:
            with self._asked("get"):
                data = bytes(self.bucket.get(name).bytes())
        except FileNotFoundError:
            return None
        self.copies.put(name, data)
        return data

    def age(self, name: str) -> int | None:
        """See Store."""
        try:
            with self._asked("head"):
                put = self.bucket.head(name)["last_modified"]
        except FileNotFoundError:
            return None
        return max(0, clock.now() - int(put.timestamp() * 1000))

    def path(self, name: str) -> Path | None:
        """See Store: fetched, where it is not on this machine yet."""
        return self.copies.path(name) if self.copies.path(name) or self.read(name) is not None else None

    def near(self, name: str) -> bool:
        """See Store."""
        return self.copies.near(name)

    def remove(self, name: str) -> None:
        """See Store; other machines' copies go with time."""
        with self._asked("delete"):
            self.bucket.delete(name)
        self.copies.remove(name)

    def names(self) -> Iterator[str]:
        """See Store."""
        parts = iter(self.bucket.list())
        while True:
            with self._asked("list"):
                part = next(parts, None)
            if part is None:
                return
            yield from (str(entry["path"]) for entry in part)

    def trim(self, most: int = LARGEST_CACHE) -> int:
        """See Store: the oldest copies go until the rest takes `most` bytes."""
        files = [(path.stat(), path) for name in self.copies.names() if (path := self.copies.path(name))]
        left, gone = sum(facts.st_size for facts, _ in files), 0
        for facts, path in sorted(files, key=lambda pair: pair[0].st_mtime):
            if left <= most or facts.st_mtime > clock.now() / 1000 - FRESH:
                break
            path.unlink(missing_ok=True)
            left, gone = left - facts.st_size, gone + 1
        return gone


def connect(address: str, folder: Path) -> S3Store:
    """The store at s3://KEY:SECRET@host/bucket?region=…&style=virtual (s3+http without TLS); raises ValueError.

    `style=virtual` is for stores whose host name begins with the bucket (Aliyun OSS).
    """
    url = urlsplit(address)
    name, _, prefix = url.path.strip("/").partition("/")
    if url.scheme not in SCHEMES or not (url.hostname and url.username and url.password and name):
        raise ValueError("s3://KEY:SECRET@host/bucket is wanted")
    from obstore.store import S3Store as Bucket  # noqa: PLC0415 - an extra, and only where it is used

    given = {key: values[-1] for key, values in parse_qs(url.query).items()}
    virtual = given.get("style") == "virtual"
    host = f"{url.hostname}:{url.port}" if url.port else url.hostname
    endpoint = f"{SCHEMES[url.scheme]}://{name}.{host}" if virtual else f"{SCHEMES[url.scheme]}://{host}"
    bucket = Bucket(
        name,
        prefix=prefix or None,
        endpoint=endpoint,
        region=given.get("region", "us-east-1"),
        access_key_id=unquote(url.username),
        secret_access_key=unquote(url.password),
        virtual_hosted_style_request=virtual,
        client_options={"allow_http": url.scheme == "s3+http", "timeout": "30s"},
        retry_config={"max_retries": 3},
    )
    return S3Store(bucket, DiskStore(folder), endpoint)
