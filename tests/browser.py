"""A page in a real browser: Debian's chromium, driven without a window."""

import shutil
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import run
from typing import Any

PHONE, DESK = (390, 844), (1200, 900)
"""Sizes of a window: of a phone held upright, and on a desk."""


_FAINT = """(least => {
  const parts = text => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map(v => v / 255)
      .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const behind = element => {
    for (let at = element; at; at = at.parentElement) {
      const colour = parts(getComputedStyle(at).backgroundColor);
      if (colour.length < 4 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  const faint = [];
  for (const element of document.body.querySelectorAll('*')) {
    const own = [...element.childNodes].filter(n => n.nodeType === 3 && n.data.trim());
    if (!own.length || !element.checkVisibility() || element.closest('svg, :disabled')) continue;
    const [one, other] = [parts(getComputedStyle(element).color), behind(element)].map(light);
    const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    if (ratio < least) faint.push(`${ratio.toFixed(2)} ${own[0].data.trim()}`);
  }
  return faint;
})(arguments[0])"""


class Browser:
    """A page that is open, in a window of some size."""

    def __init__(self, driver: Any) -> None:
        self.driver = driver

    def open(
        self, path: Path, size: tuple[int, int] = DESK, *, dark: bool = False, at: str = ""
    ) -> None:
        """Shows a file in a window of this size, light or dark, at this place of its address."""
        width, height = size
        self._do(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=width < 600,
        )
        colours = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self._do("Emulation.setEmulatedMedia", features=[colours])
        self.driver.get("about:blank")
        self.driver.get(path.resolve().as_uri() + at)

    def _do(self, command: str, **given: Any) -> Any:
        return self.driver.execute_cdp_cmd(command, given)

    def ask(self, script: str, *given: Any) -> Any:
        """What this expression of JavaScript is worth in the page."""
        return self.driver.execute_script(f"return ({script})", *given)

    def type(self, *keys: str) -> None:
        """Presses these keys, one after the other, wherever the page has its focus."""
        from selenium.webdriver import ActionChains

        ActionChains(self.driver).send_keys(*keys).perform()

    def complaints(self) -> list[str]:
        """What the page has said to the console since this was asked last: faults, and what it
        wanted from the network."""
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def overflow(self) -> int:
        """By how many pixels the page is wider than its window."""
        return int(
            self.ask("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        )

    def faint(self, least: float = 4.5) -> list[str]:
        """The words that stand out too little from what is behind them, by the measure of the
        Web Content Accessibility Guidelines; those of what cannot be used now may."""
        found: list[str] = self.ask(_FAINT, least)
        return found

    def picture(self, path: Path) -> None:
        """Saves the page as it looks, down to 8,000 pixels."""
        size = self._do("Page.getLayoutMetrics")["cssContentSize"]
        clip = {"x": 0, "y": 0, "width": size["width"], "height": min(size["height"], 8000)}
        taken = self._do(
            "Page.captureScreenshot", captureBeyondViewport=True, clip={**clip, "scale": 1}
        )
        path.write_bytes(b64decode(taken["data"]))

    def printed(self) -> list[str]:
        """The words on each sheet of A4 when the page is printed."""
        to_text = ["pdftotext", "-layout", "-", "-"]
        done = run(to_text, input=self.pdf(), capture_output=True, check=True)
        return done.stdout.decode().split("\f")[:-1]

    def pdf(self) -> bytes:
        """The page as it is printed on A4."""
        told = self._do(
            "Page.printToPDF", paperWidth=8.27, paperHeight=11.69, preferCSSPageSize=True
        )
        return b64decode(told["data"])


@contextmanager
def opened() -> Iterator[Browser]:
    """A browser of its own, closed at the end; it fails where chromium is not installed."""
    from selenium.webdriver import Chrome, ChromeOptions, ChromeService

    options = ChromeOptions()
    options.binary_location = shutil.which("chromium") or "chromium is not installed"
    for switch in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--lang=en"):
        options.add_argument(switch)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = Chrome(options, ChromeService(shutil.which("chromedriver") or "chromedriver"))
    try:
        yield Browser(driver)
    finally:
        driver.quit()
