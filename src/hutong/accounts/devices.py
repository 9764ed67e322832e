"""What a browser calls itself, in few words."""

import re

_BROWSERS = [
    ("MicroMessenger", "WeChat"), ("Edg", "Edge"), ("OPR", "Opera"), ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"), ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari"),
]  # fmt: skip
_SYSTEMS = [
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("HarmonyOS", "HarmonyOS"), ("Android", "Android"), ("Windows", "Windows"),
    ("Mac OS X", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux"),
]  # fmt: skip
_PROGRAM = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,30}")


def device(user_agent: str) -> str:
    """A device in words, such as "Chrome · Linux"; empty where nothing is known."""
    browser = next((name for sign, name in _BROWSERS if f"{sign}/" in user_agent), "")
    system = next((name for sign, name in _SYSTEMS if sign in user_agent), "")
    if browser or system:
        return " · ".join(part for part in (browser, system) if part)
    program = _PROGRAM.match(user_agent)
    return program.group() if program else ""
