"""What a fault costs does not grow with the statements around it."""

import pytest
from oxrdflib import OxigraphStore
from test_overlays import written

from kgraph.check import shapes
from kgraph.check.findings import FindingPositions, Report
from kgraph.reading.load import load_to_check

FAULTY = """claim:{0} a kg:Claim ; rdf:subject entity:absent-{0} ; rdf:predicate kg:increases ; rdf:object entity:absent ;
    kg:sign "+", "-" .
"""


@pytest.mark.parametrize("few", [0, shapes._FEW])
def test_no_fault_makes_the_statements_be_counted(tmp_path, monkeypatch, few):
    """Whether they are held in memory or asked of the store: a hundred times the faults, and no count more."""
    monkeypatch.setattr(shapes, "_FEW", few)
    counted = []
    monkeypatch.setattr(OxigraphStore, "__len__", lambda *_, **__: counted.append("counted") or 1)
    found, counts = [], []
    for number in (1, 100):
        file = written(tmp_path, "".join(FAULTY.format(each) for each in range(number)), f"{number}.ttl")
        graph, report = load_to_check(file, bundled=False)[0], Report()
        shapes.check_shapes(graph, FindingPositions(graph.files), report)
        found.append(len(report.findings))
        counts.append(len(counted))
        counted.clear()
    assert found[1] >= 50 * found[0] > 0
    assert counts[0] == counts[1]
