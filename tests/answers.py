"""The expected answers of the named questions; run this file to write them anew, and read the diff before it is kept."""

from pathlib import Path

import kgraph
from kgraph.sparql.pool import QueryWorkers, StoreSource
from kgraph.sparql.query_limits import LOCAL
from kgraph.sparql.questions import named_queries

FOLDER = Path(__file__).parent / "queries"
ACCEPT = ["text/tab-separated-values", "application/n-triples"]


def lines(document):
    """The lines of an answer in an order of their own: a header first, where there is one."""
    head, *rest = document.decode().splitlines()
    return [head, *sorted(rest)] if head.startswith("?") else sorted([head, *rest])


def answer(workers, graph, question, **given):
    """The lines of the answer to a question."""
    outcome = workers.run(question.text, accept=ACCEPT, bindings=question.bind(graph, given))
    assert not outcome.cut
    return lines(outcome.read())


def main():
    """Write every expected answer."""
    graph = kgraph.load()
    for file in FOLDER.glob("*.tsv"):
        file.unlink()
    with QueryWorkers(StoreSource(graph.files), limits=LOCAL) as workers:
        for question in named_queries():
            text = "".join(f"{line}\n" for line in answer(workers, graph, question))
            (FOLDER / f"{question.name}.tsv").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
