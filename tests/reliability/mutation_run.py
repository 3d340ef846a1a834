"""A plugin of pytest for `make mutation`: every test sees the mutant, and the same run gives the same score.

What an earlier test worked out would hide a mutant from the tests after it, and from the record of which tests reach
which functions.  So what is kept with the shared graph, on disk, by a function or by the fixture of a module is
forgotten before each test.  Only the reading of the bundled files, which holds no mutants, is done once and for all.
Hypothesis draws the same examples each time and does not look for the smallest one that fails.
"""

from functools import cache

from hypothesis import Phase, settings

import kgraph.reading.load
from kgraph.check.catalogue import catalogue

settings.register_profile(
    "mutation", deadline=None, derandomize=True, database=None, phases=(Phase.explicit, Phase.generate)
)
kgraph.reading.load._bundled_contents = cache(kgraph.reading.load._bundled_contents)


def pytest_configure():
    """Take the place of the profile that conftest.py loaded."""
    settings.load_profile("mutation")


def pytest_runtest_setup(item):
    """Forget what other tests left."""
    catalogue.cache_clear()
    for name, definitions in item._fixtureinfo.name2fixturedefs.items():
        for definition in definitions:
            if definition.scope == "module":
                definition.finish(item._request)
            elif name == "graph" and definition.cached_result:
                shared = definition.cached_result[0]
                shared.recall = None
                shared.derived.clear()
