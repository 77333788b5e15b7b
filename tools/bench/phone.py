"""How long a slow phone waits for pages: two folders with the same pages, measured in turn in Chromium.

    python tools/bench/phone.py OURS THEIRS PAGE...

The processor at a quarter, and two networks; the cache is empty for each visit. Each folder has a browser of its own, which
leaves the page before the other looks: plain Material fetches its search index after the page, and what was still on its way
took half of the line from the next visit. Prints, as JSON, by network, page and folder the median of five visits in
milliseconds: largest contentful paint, first contentful paint, load.
"""

import gzip
import json
import statistics
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.chrome.service import Service

NETWORKS = {"slow 4G": (1600, 150), "slow 3G": (400, 400)}
"""Kilobits per second, milliseconds of latency."""
VISITS = 5
SLOWER = 4
_FLAGS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")
_WATCH = """
window.largest = 0;
new PerformanceObserver(list => { for (const entry of list.getEntries()) window.largest = entry.startTime; })
  .observe({ type: "largest-contentful-paint", buffered: true });
"""
_READ = """
const first = performance.getEntriesByName("first-contentful-paint")[0], load = performance.getEntriesByType("navigation")[0];
return [window.largest, first ? first.startTime : 0, load.loadEventEnd];
"""


class _Compressed(SimpleHTTPRequestHandler):
    """Serves files compressed, as web hosts do."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Logs nothing."""

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            self.send_error(404)
            return
        body = _packed(path)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@cache
def _packed(path: Path) -> bytes:
    return gzip.compress(path.read_bytes(), 9)


class _Server(ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        """Ignores browsers that hang up."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    server = _Server(("127.0.0.1", 0), partial(_Compressed, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()


@contextmanager
def browser() -> Iterator[webdriver.Chrome]:
    options = webdriver.ChromeOptions()
    for flag in (*_FLAGS, "--window-size=390,844"):
        options.add_argument(flag)
    driver = webdriver.Chrome(options, Service("/usr/bin/chromedriver"))
    for domain in ("Network", "Page"):
        driver.execute_cdp_cmd(f"{domain}.enable", {})
    driver.execute_cdp_cmd("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": _WATCH})
    yield driver
    driver.quit()


def slow_down(driver: webdriver.Chrome, speed: int, latency: int) -> None:
    bytes_a_second = speed * 1000 / 8
    line = {"latency": latency, "downloadThroughput": bytes_a_second, "uploadThroughput": bytes_a_second}
    driver.execute_cdp_cmd("Network.emulateNetworkConditions", {"offline": False, **line})


def visit(driver: webdriver.Chrome, address: str) -> list[float]:
    driver.execute_cdp_cmd("Network.clearBrowserCache", {})
    driver.get(address)
    time.sleep(0.5)
    found = list(driver.execute_script(_READ))
    driver.get("about:blank")
    return found


def main(ours: str, theirs: str, *pages: str) -> None:
    found: dict[str, dict[str, dict[str, list[float]]]] = {}
    with browser() as one, browser() as other, served(Path(ours)) as first, served(Path(theirs)) as second:
        hosts = {"ours": (one, first), "theirs": (other, second)}
        for network, (speed, latency) in NETWORKS.items():
            for driver in (one, other):
                slow_down(driver, speed, latency)
            for page in pages:
                visits: dict[str, list[list[float]]] = {name: [] for name in hosts}
                for _ in range(VISITS):
                    for name, (driver, host) in hosts.items():
                        visits[name].append(visit(driver, f"{host}/{page}"))
                found.setdefault(network, {})[page] = {
                    name: [round(statistics.median(column)) for column in zip(*rows, strict=True)]
                    for name, rows in visits.items()
                }
    print(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
