"""Two writers and eight readers on one file: every reader sees one whole version, and no writer loses what it was told."""

import threading

import pytest
from sizes import repeat, size
from warm import Warm

from kgraph.sparql.disk_stores import open_folder

ROUNDS = size("KGRAPH_ROUNDS", short=3, long=200)
READERS = 8
FILLS = size("KGRAPH_FILLS", short=12, long=400)
FIRST = size("KGRAPH_FIRST_RUNS", short=3, long=10)
VERSIONS = {
    "raises": "CONSTRUCT { ?s skos:related ?o } WHERE { ?s kg:raises ?o }",
    "lowers": "CONSTRUCT { ?s skos:related ?o } WHERE { ?s kg:lowers ?o }",
}


@pytest.fixture(scope="module")
def crowd(world, warm):
    """Ten warm processes, so that all run at once; the fixture `warm` has filled the cache."""
    processes = [Warm(cwd=world.work, light=True, **world.environment) for _ in range(2 + READERS)]
    yield processes
    for process in processes:
        process.__exit__()


def test_every_reader_sees_one_whole_version(crowd, warm, world):
    """Writers replace a file by turns of their own; kgraph reads it as data, and the bytes are read as they are."""
    file = world.work / "shared.ttl"
    whole, counted = {}, {}
    for name, query in VERSIONS.items():
        assert warm.run("query", query, "-o", file, "--force").code == 0
        whole[name] = file.read_bytes()
        counted[name] = warm.run("query", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "--no-bundled", "--data", file).out
    assert len(set(whole.values())) == len(set(counted.values())) == 2
    writing, problems = threading.Semaphore(0), []
    over = threading.Event()

    def write(process, query):
        for _ in range(ROUNDS):
            done = process.run("query", query, "-o", file, "--force")
            # A writer that finds another at work may say so, in one line; it must not say that it wrote.
            if done.code != 0 and not ("pid" in done.err and done.says_one_line()):
                problems.append(done)
        writing.release()

    def read(process):
        while not over.is_set():
            raw = file.read_bytes()
            if raw not in whole.values():
                problems.append(f"a mixture of {len(raw)} bytes")
            done = process.run("query", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "--no-bundled", "--data", file)
            if done.code != 0 or done.out not in counted.values():
                problems.append(done)

    threads = [threading.Thread(target=write, args=pair) for pair in zip(crowd, VERSIONS.values(), strict=False)]
    threads += [threading.Thread(target=read, args=(process,)) for process in crowd[2:]]
    for thread in threads:
        thread.start()
    for _ in VERSIONS:
        writing.acquire()
    over.set()
    for thread in threads:
        thread.join()
    assert problems == [], repeat("KGRAPH_ROUNDS")
    assert file.read_bytes() in whole.values()
    assert [other.name for other in world.work.iterdir() if other.name.startswith(".")] == []


def test_a_store_is_opened_whole_while_it_is_replaced(crowd, world):
    """A store is several files: whoever opens it while another takes its place finds all of one and none of the other."""
    place, whole = world.work / "shared.store", []
    files = [world.work / f"{size}.nt" for size in (3, 300)]
    for file in files:
        file.write_text(
            "".join(f"<x:s{n}> <x:p{file.stem}> <x:o> .\n" for n in range(int(file.stem))), encoding="utf-8"
        )

    def fill(file):
        return crowd[0].run("store", place, "--no-bundled", "--data", file, "--force")

    for file in files:
        assert fill(file).code == 0
        whole.append(frozenset(open_folder(place)))
    codes = []
    writer = threading.Thread(target=lambda: codes.extend(fill(files[n % 2]).code for n in range(FILLS)))
    writer.start()
    while writer.is_alive():
        assert frozenset(open_folder(place)) in whole
    writer.join()
    assert codes == [0] * FILLS


def test_the_first_runs_of_many_share_one_cache(crowd, world):
    """Processes that find no snapshot all answer, the same, and leave one snapshot and no litter."""
    cache = world.cache / "kgraph"
    for file in cache.iterdir():
        file.unlink()
    answers = {}

    def ask(number):
        answers[number] = crowd[number].run("info")

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(FIRST)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {done.code for done in answers.values()} == {0}
    assert len({done.out for done in answers.values()}) == 1
    assert len([file.name for file in cache.iterdir()]) == 1
