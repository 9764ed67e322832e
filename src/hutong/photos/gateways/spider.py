"""A spider for the pages of a whole site (the extra `hutong[spider]`), run as a program of its own.

It prints the pages, one JSON object a line; what is on them is read by whoever started it. Every request goes through
the outbound guard, not through Scrapy's own network code; robots.txt is obeyed, one request at a time. It needs nothing
else of Hutong, so that it is ready soon.
"""

import argparse
import base64
import json
import sys
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.crawler import CrawlerProcess
from scrapy.http import Response, TextResponse
from scrapy.linkextractors import LinkExtractor
from scrapy.responsetypes import responsetypes
from scrapy.utils.asyncio import run_in_thread

from hutong.kernel import outbound
from hutong.kernel.outbound import Guard


class GuardedHandler(BaseDownloadHandler):
    """Scrapy's way to the network: the same guard as everywhere, which follows redirects and checks each."""

    async def download_request(self, request: Request) -> Response:
        """See Scrapy."""
        guard = Guard(allowed_networks=tuple(self.crawler.settings.getlist("HUTONG_NETWORKS")))
        agent = {"User-Agent": self.crawler.settings["USER_AGENT"]}
        answer = await run_in_thread(outbound.fetch, request.url, guard, agent)
        headers = {name: value for name, value in answer.headers.items() if name != "content-encoding"}
        kind = responsetypes.from_args(url=answer.url, headers=headers, body=answer.body)  # type: ignore[arg-type]
        return kind(url=answer.url, status=answer.status, headers=headers, body=answer.body, request=request)


class PictureSpider(Spider):
    """Follows the links of one host and prints its pages."""

    name = "pictures"

    def __init__(self, start: str, pages: int, **more: Any) -> None:
        super().__init__(**more)
        self.start_urls = [start]
        self.left = pages
        self.host = urlsplit(start).netloc
        self.links = LinkExtractor()

    def parse(self, response: Response, **_: Any) -> Iterator[Request]:
        """A page, then the pages it links to."""
        if not isinstance(response, TextResponse) or urlsplit(response.url).netloc != self.host:
            return
        body = base64.b64encode(response.body).decode()
        sys.stdout.write(json.dumps({"url": response.url, "body": body}) + "\n")
        sys.stdout.flush()
        for link in self.links.extract_links(response):
            if self.left > 1 and urlsplit(link.url).netloc == self.host:
                self.left -= 1
                yield response.follow(link)


def main() -> None:
    """Crawl and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("start")
    parser.add_argument("--pages", type=int, default=20)
    parser.add_argument("--delay", type=float, default=1.0)
    parser.add_argument("--agent", default="Hutong")
    parser.add_argument("--network", action="append", default=[])
    given = parser.parse_args()
    process = CrawlerProcess(
        {
            "DOWNLOAD_HANDLERS": dict.fromkeys(("http", "https"), GuardedHandler),
            "DOWNLOAD_HANDLERS_BASE": {},
            "HUTONG_NETWORKS": given.network,
            "USER_AGENT": given.agent,
            "ROBOTSTXT_OBEY": True,
            "CONCURRENT_REQUESTS": 1,
            "DOWNLOAD_DELAY": given.delay,
            "RANDOMIZE_DOWNLOAD_DELAY": False,
            "REDIRECT_ENABLED": False,
            "COOKIES_ENABLED": False,
            "RETRY_ENABLED": False,
            "TELNETCONSOLE_ENABLED": False,
            "DEPTH_LIMIT": 4,
            "LOG_LEVEL": "ERROR",
        }
    )
    process.crawl(PictureSpider, start=given.start, pages=given.pages)
    process.start()


if __name__ == "__main__":
    main()
