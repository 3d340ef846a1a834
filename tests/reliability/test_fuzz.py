"""Each reader against bytes that are nearly right and bytes that are anything; `make fuzz` goes on for longer."""

import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from sizes import LONG, SEED, size
from strategies import damaged

sys.path.insert(0, str(Path(__file__).parent / "fuzz"))
from readers import READERS

EXAMPLES = size("KGRAPH_FUZZ_EXAMPLES", short=60, long=5000)


@pytest.mark.parametrize("name", READERS)
def test_a_reader_survives_anything(name):
    """Only errors of our own come out, with a place that counts from 1, and what is claimed of any input holds."""
    reader, right = READERS[name]

    @seed(SEED)
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        print_blob=not LONG,
    )
    @given(damaged(right) | st.binary(max_size=200) | st.text(max_size=80).map(str.encode))
    def survives(raw):
        reader(raw)

    reader(right)
    reader(b"")
    survives()
