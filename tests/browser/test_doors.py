"""Journeys through the doors of an account, in a real browser."""

import pyotp
from playwright.sync_api import expect

from hutong.demo.people import PASSWORD
from tests.browser.conftest import Visitors
from tests.browser.world import Caller

GUEST, PHOTOGRAPHER = "13800000001", "13800000004"


def test_scan_to_log_in(visitor: Visitors) -> None:
    """C12: the phone reads the device, confirms, and the desktop is in without being touched."""
    desk, phone = visitor("zh"), visitor("zh", viewport={"width": 390, "height": 844}, has_touch=True)
    Caller(phone.request).done("POST", "/session", {"login": GUEST, "password": PASSWORD})
    waiting = desk.new_page()
    waiting.goto("/login?next=/me/addresses")
    waiting.get_by_role("button", name="扫码登录").click()
    expect(waiting.get_by_role("img", name="登录二维码").locator("svg")).to_be_visible()
    token = next(one["value"] for one in desk.cookies() if one["name"] == "hutong")
    shown = desk.request.get("/api/v1/session/scans").json()
    assert (shown["state"], bool(token)) == ("waiting", True)
    hand = phone.new_page()
    hand.goto(f"/scan/{scanned(waiting)}")
    expect(hand.get_by_text("Chrome · Linux")).to_be_visible()
    hand.get_by_role("button", name="确认登录").click()
    expect(hand.get_by_text("可以放下手机了").first).to_be_visible()
    waiting.wait_for_url("**/me/addresses*")
    expect(waiting.get_by_role("heading", level=1)).to_be_visible()


def scanned(page) -> str:
    """What a camera reads of the QR code on a page (by the vendored reader that tickets use)."""
    reader = page.evaluate(
        """async () => {
          const svg = document.querySelector(".qr svg");
          const image = new Image();
          image.src = "data:image/svg+xml;base64," + btoa(new XMLSerializer().serializeToString(svg));
          await image.decode();
          const canvas = document.createElement("canvas");
          canvas.width = canvas.height = 600;
          const context = canvas.getContext("2d");
          context.fillStyle = "#fff";
          context.fillRect(0, 0, 600, 600);
          context.drawImage(image, 0, 0, 600, 600);
          if (!window.jsQR) await import("/static/vendor/jsqr.js");
          return window.jsQR(context.getImageData(0, 0, 600, 600).data, 600, 600).data;
        }"""
    )
    return str(reader).rpartition("/")[2]


def test_two_step_login(visitor: Visitors) -> None:
    """X1: set up with the secret, leave, come back with a code and with a recovery code, turn it off."""
    context = visitor("zh")
    Caller(context.request).done("POST", "/session", {"login": PHOTOGRAPHER, "password": PASSWORD})
    page = context.new_page()
    page.goto("/me/security")
    page.get_by_role("link", name="设置", exact=True).click()
    page.get_by_label("你的密码").fill(PASSWORD)
    page.get_by_role("button", name="开始").click()
    expect(page.locator(".qr svg")).to_be_visible()
    secret = page.locator("#secret").inner_text()
    page.get_by_label("应用上的验证码").fill(pyotp.TOTP(secret).now())
    page.get_by_role("button", name="开启两步登录").click()
    expect(page.locator(".codes li")).to_have_count(10)
    codes = page.locator(".codes li").all_inner_texts()
    page.get_by_role("link", name="我已保存好").click()
    other = visitor("zh").new_page()
    other.goto("/login?next=/me/addresses")
    other.get_by_label("手机号、邮箱或用户名").fill(PHOTOGRAPHER)
    other.get_by_label("密码", exact=True).fill(PASSWORD)
    other.get_by_role("button", name="登录", exact=True).click()
    other.wait_for_url("**/login/code?next=*")
    other.get_by_label("应用上的验证码").fill(codes[0])
    other.get_by_role("button", name="登录", exact=True).click()
    other.wait_for_url("**/me/addresses*")
    page.get_by_label("你的密码").last.fill(PASSWORD)
    page.get_by_role("button", name="关闭两步登录").click()
    page.wait_for_url("**/me/security*")
