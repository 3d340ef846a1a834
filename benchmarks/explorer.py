"""How fast the explorer's page is written and opened, as ratios of runs side by side.

First draw: from the start of the navigation until the rows of the answer, or the canvas of a graph, have been painted
for the first time, in a real browser, page by page in turn, each in a fresh context.  The empty page holds vis-network
as it comes, and a network without nodes.
On a busy machine the times of the clock say little; the processor time of the page's main thread stands beside them.
Usage: python benchmarks/explorer.py [ROUNDS]
"""

from __future__ import annotations

import json
import os
import re
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page, sync_playwright

import kgraph
from kgraph.explorer import Explorer
from kgraph.explorer.payload import payload
from kgraph.explorer.vis_network import vis_network_script
from kgraph.graph import KnowledgeGraph
from kgraph.model import Claim, Contents, Entity, EvidenceLine, Reference

DEBIAN = "/usr/bin/chromium"
FLAGS = ["--disable-gpu", "--no-sandbox", "--disable-background-networking", "--no-first-run", "--disable-sync"]
KINDS = ("diet", "metabolite", "protein", "process", "phenotype", "disease")
# vis-network clears its canvas and paints it in one go; what is queued behind that runs when the painting is done.
WATCH = """
const { prototype } = CanvasRenderingContext2D, clear = prototype.clearRect;
prototype.clearRect = function (...place) {
  clear.apply(this, place);
  if (!globalThis.drawn) Promise.resolve().then(() => { globalThis.drawn ??= performance.now(); });
};
// Rows are painted in the frame after the one that finds them.
const tell = () => { globalThis.drawn ??= performance.now(); };
const watch = () => requestAnimationFrame(document.querySelector("#lanes .lane") ? tell : watch);
watch();
globalThis.longest = 0;
new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) globalThis.longest = Math.max(globalThis.longest, duration);
}).observe({ type: "longtask", buffered: true });
"""


def grown(graph: KnowledgeGraph, size: int) -> KnowledgeGraph:
    """A graph of `size` entities, with two claims for each, each with a paper behind it."""
    entities = {
        f"entity:n{n}": Entity(f"entity:n{n}", f"node {n}", KINDS[n * len(KINDS) // size], (f"synonym {n}",))
        for n in range(size)
    }
    references = {
        f"reference:r{n}": Reference(f"reference:r{n}", f"r{n}", f"https://example.org/{n}") for n in range(500)
    }
    claims = {}
    for n in range(size):
        for step in (1, 7):
            name = f"n{n}-{step}"
            line = EvidenceLine(
                f"evidence:{name}", f"reference:r{n % 500}", "supports", "primary", ("animal",), "direct"
            )
            target = f"entity:n{(n * 3 + step) % size}"
            claims[f"claim:{name}"] = Claim(
                f"claim:{name}", f"entity:n{n}", "increases", target, "+", "asserted", "animal", "primary", (line,)
            )
    return KnowledgeGraph(Contents(entities, claims, references, {}, {}, {}, graph.relations, graph.terms))


def empty_page() -> str:
    """A page with vis-network, a network without nodes, and nothing else."""
    options = json.dumps(payload(kgraph.load(), Explorer(kgraph.load()).opening).first["options"])
    return (
        '<!DOCTYPE html><meta charset="utf-8"><title>empty</title><style>#picture{width:760px;height:500px}</style>'
        f'<div id="picture"></div><script>{vis_network_script()}</script>'
        f'<script>new vis.Network(document.getElementById("picture"), {{ nodes: [], edges: [] }}, {options});</script>'
    )


def until_drawn(page: Page) -> None:
    """Wait for the first draw from outside: the page's own policy forbids to wait inside it."""
    while not page.evaluate("globalThis.drawn"):
        page.wait_for_timeout(20)


def open_once(browser: Browser, file: Path, *, ready: str = "drawn") -> tuple[float, float]:
    """Milliseconds from navigation to the first draw, and of the longest task until the page is `ready`."""
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    page = context.new_page()
    page.add_init_script(WATCH)
    page.goto(file.as_uri())
    if ready == "drawn":
        until_drawn(page)
    else:
        page.wait_for_selector(ready, state="attached", timeout=120_000)
        page.wait_for_timeout(500)
    drawn, longest = page.evaluate("[globalThis.drawn, globalThis.longest]")
    context.close()
    return float(drawn), float(longest)


def in_turn(browser: Browser, files: dict[str, Path], rounds: int) -> dict[str, list[float]]:
    """First draws of each page, round by round, after one round to warm up."""
    times: dict[str, list[float]] = {name: [] for name in files}
    for number in range(rounds + 1):
        for name, file in files.items():
            drawn, _ = open_once(browser, file)
            if number:
                times[name].append(drawn)
    return times


def processor_time(browser: Browser, file: Path) -> float:
    """Milliseconds that the main thread of a page computes until its first draw; other load does not count in."""
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.add_init_script(WATCH)
    page.goto(file.as_uri())
    until_drawn(page)
    metrics = session.send("Performance.getMetrics")["metrics"]
    context.close()
    return 1000 * next(float(metric["value"]) for metric in metrics if metric["name"] == "ThreadTime")


def without_rest(page: str) -> str:
    """The page without what stands below its script, so that it computes nothing after its first draw."""
    return re.sub(r'(<script type="application/zlib" id="(?:data|library)">)[^<]*', r"\1", page)


def row(what: str, value: str, asked: str) -> None:
    """Print one line of the table."""
    print(f"{what:<66} {value:>18}   {asked}")


def compare(what: str, over: list[float], under: list[float], asked: str) -> None:
    """Print the median of the ratios round by round, and the ratio of the fastest runs, least disturbed by others."""
    ratio = median(a / b for a, b in zip(over, under, strict=True))
    row(
        f"{what} ({median(over):.0f} ms : {median(under):.0f} ms)",
        f"{ratio:.2f} (min {min(over) / min(under):.2f})",
        asked,
    )


def seconds(work: Callable[[], object]) -> float:
    """How much processor time a piece of work takes, which other load does not count in."""
    started = time.process_time()
    work()
    return time.process_time() - started


def main() -> None:
    """Print the table."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 21
    graph = kgraph.load()
    path = os.environ.get("KGRAPH_CHROMIUM") or (DEBIAN if os.access(DEBIAN, os.X_OK) else None)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        files = {name: Path(folder) / f"{name}.html" for name in ("empty", "bundled", "first", "200", "2000", "20000")}
        files["empty"].write_text(empty_page(), encoding="utf-8")
        Explorer(graph).write(files["bundled"])
        Explorer(grown(graph, 200), everything=True).write(files["200"])
        grown_graphs = {size: grown(graph, size) for size in (2_000, 20_000)}
        writing = {
            size: seconds(lambda size=size: Explorer(grown_graphs[size], everything=True).write(files[str(size)]))  # type: ignore[misc]
            for size in grown_graphs
        }
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        row(f"what, medians of {rounds} rounds in turn", "measured", "asked")
        row("bundled graph: size of the file", f"{files['bundled'].stat().st_size / 1000:.0f} kB", "950 kB")
        times = in_turn(browser, {name: files[name] for name in ("empty", "bundled")}, rounds)
        compare("bundled graph: first draw, to an empty page", times["bundled"], times["empty"], "1.5")
        files["first"].write_text(without_rest(files["bundled"].read_text(encoding="utf-8")), encoding="utf-8")
        pairs = [[processor_time(browser, files[name]) for name in ("first", "empty")] for _ in range(rounds)]
        compare("the same in processor time", [a for a, _ in pairs], [b for _, b in pairs], "1.5")
        times = in_turn(browser, {name: files[name] for name in ("200", "2000")}, rounds)
        compare("everything: first draw of 2,000 nodes, to 200", times["2000"], times["200"], "2.5")
        opened = [open_once(browser, files["20000"], ready="html[data-ready]") for _ in range(3)]
        row(
            "20,000 nodes: longest task while opening, median of 3",
            f"{median(task for _, task in opened):.0f} ms",
            "1000 ms",
        )
        row(
            f"writing 20,000 nodes, to 2,000 ({writing[20_000]:.1f} s : {writing[2_000]:.1f} s)",
            f"{writing[20_000] / writing[2_000]:.1f}",
            "12",
        )
        browser.close()


if __name__ == "__main__":
    main()
