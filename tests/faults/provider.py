"""A payment provider with books of its own: what it has taken is true, whatever becomes of the site."""

import threading
import time
import urllib.parse
from contextlib import contextmanager

import urllib3

from hutong.kernel import clock
from tests.payments.alipay_server import APP, SELLER, AlipayServer, Trade, changed
from tests.payments.loopback import pair, private_pem, public_pem

TELL_EVERY, TELLS = 2.0, 4  # seconds between callbacks of one payment, and how many; then the site has to ask
http = urllib3.PoolManager(retries=False, timeout=10, maxsize=8)


class Provider(AlipayServer):
    """Takes money and tells the site so, again and again until it is thanked; `lying` and silence are moods."""

    def __init__(self) -> None:
        super().__init__()
        self.skew = 10 * clock.MINUTE  # a site whose clock is wrong is still served
        self.lying = False

    @property
    def settings(self) -> dict[str, str]:
        """How a site is set up for this provider."""
        return {
            "HUTONG_ALIPAY_APP_ID": APP,
            "HUTONG_ALIPAY_SELLER_ID": SELLER,
            "HUTONG_ALIPAY_KEY": private_pem(pair("our shop at alipay")),
            "HUTONG_ALIPAY_PROVIDER_KEY": public_pem(self.key),
            "HUTONG_ALIPAY_URL": f"{self.url}/gateway.do",
        }

    def pay(self, url: str) -> None:
        """The payer opens the address and pays."""
        trade = self.scan(url, "TRADE_SUCCESS")
        notify = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(url).query))["notify_url"]
        threading.Thread(target=self._tell, args=(notify, trade), daemon=True).start()

    @property
    def captured(self) -> list[Trade]:
        """Every trade whose money was taken, whatever went back."""
        return [trade for trade in list(self.trades.values()) if trade.state == "TRADE_SUCCESS" or trade.refunds]

    @contextmanager
    def in_a_mood(self, mood: str):
        """Answer questions badly, and send no callbacks."""
        self.mood = mood
        try:
            yield
        finally:
            self.mood = ""

    @contextmanager
    def telling_lies(self):
        """Send forged callbacks, and wrong amounts, before each true one; sign answers with a stranger's key."""
        self.lying, self.mood = True, "forged"
        try:
            yield
        finally:
            self.lying, self.mood = False, ""

    def _tell(self, notify: str, trade: Trade) -> None:
        if self.lying:
            truth = self.notification(trade)
            for lie in (
                self.notification(trade, signer=pair("a stranger")),
                changed(truth, out_trade_no="0000000000000"),
                self.notification(trade, total_amount="0.01"),
                self.notification(trade, seller_id="2088000000000999"),
            ):
                self._post(notify, lie)
        for _ in range(TELLS):
            if self.mood in ("", "forged") and self._post(notify, self.notification(trade)) == b"success":
                return
            time.sleep(TELL_EVERY)

    def _post(self, notify: str, body: bytes) -> bytes:
        headers = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
        try:
            return http.request("POST", notify, body=body, headers=headers).data
        except urllib3.exceptions.HTTPError:
            return b""
