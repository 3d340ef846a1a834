"""Files laid over the bundled data change no answer but by what a check, or the answer itself, names."""

import pytest
from overlay_corpus import HEAD, answers, overlays
from sizes import LONG, chance

from kgraph.graph import load


@pytest.fixture(scope="module")
def before(graph):
    """The answers without any file."""
    return answers(graph, few=not LONG)


def test_no_answer_changes_in_silence(graph, before, tmp_path):
    """A translation, another kind or weight, a spoofed reference, a name that looks like another: one of each, or all."""
    corpus = list(overlays(graph))
    kinds = [corpus[place::6] for place in range(6)]
    assert (len(corpus), {len(kind) for kind in kinds}) == (60, {10})
    for name, text in corpus if LONG else [chance("overlays").choice(kind) for kind in kinds[:4]]:
        file = tmp_path / f"{name}.ttl"
        file.write_text(HEAD + text, encoding="utf-8")
        after = answers(load(file), few=not LONG)
        changed = [question for question, told in before.items() if after[question] != told]
        # An answer that lists several candidates names them itself.
        silent = [question for question in changed if "could be any of" not in str(after[question])]
        assert not silent or graph.check(file).problems, f"{name} changes {silent}"
