"""The page tells a claim in the words of the other doors: those of the ontology."""

import pytest
from sampled import has_to_say, is_mistakable, sampled

from kgraph.evidence import Assessment
from kgraph.formats.arrows import arrows_of, tally
from kgraph.words import Words, capital


@pytest.fixture(scope="module")
def claims(graph):
    """The sample of the other doors, without repeats of one arrow."""
    return sampled(graph)


def opened(page, claim):
    """What the panel says when a claim is opened."""
    page.evaluate("id => globalThis.kgraphExplorer.set({ claim: id, node: '', cell: '' })", claim.id.partition(":")[2])
    return page.inner_text("#panel")


def test_the_panel_says_what_every_door_says(graph, claims, explorer_file, open_page):
    """Sign, certainty, study kinds and directness of each claim, in sentences that begin with a capital or a name."""
    words = Words(graph)
    page = open_page(explorer_file)
    page.wait_for_selector("html[data-ready]")
    for claim in claims:
        panel = opened(page, claim)
        for phrase in has_to_say(graph, claim):
            if phrase != words.sign_of(claim):
                assert phrase in panel or capital(phrase) in panel, (claim.id, phrase)
        assert capital(words.sentence(claim)) in panel, claim.id
        kind = graph.relations[claim.relation].kind
        if kind in ("causal", "association"):
            verb = words.sign_on(kind, claim.sign, plural=words.is_plural(claim.subject))
            assert verb in page.inner_text("#panel .polarity"), claim.id


def test_the_table_says_what_a_sign_and_a_certainty_mean(graph, claims, explorer_file, open_page):
    """In the table beside the picture too, in the number of the subject."""
    words = Words(graph)
    page = open_page(explorer_file, "#view=all")
    page.wait_for_selector("html[data-ready]")
    rows = page.evaluate(
        """ids => {
          const app = globalThis.kgraphExplorer;
          const all = app.visibleClaims();
          app.visibleClaims = () => all.filter((claim) => ids.includes(claim.id));
          app.render();
          return [...document.querySelectorAll('#table tbody tr')].map((row) => row.innerText.replace(/\\s+/g, ' '));
        }""",
        [claim.id.partition(":")[2] for claim in claims],
    )
    for claim in claims:
        sign, verb = words.sign_of(claim), words.relation(claim.relation, plural=words.is_plural(claim.subject))
        start = f"{graph.label(claim.subject)} {verb}{f' ({sign})' if sign else ''} {graph.label(claim.object)}"
        told = words.phrase("certainty", claim.certainty)
        assert any(row.startswith(start) and told in row for row in rows), (claim.id, start)


def test_neither_cells_nor_statements_read_as_people_who_were_studied(graph, claims, explorer_file, open_page):
    """The line on strength counts studies by their kind; a bare species stands nowhere."""
    page = open_page(explorer_file)
    page.wait_for_selector("html[data-ready]")
    assessment = Assessment(graph)
    arrows = {claim.id: arrow for arrow in arrows_of(graph, assessment) for claim in arrow.claims}
    for claim in filter(is_mistakable, claims):
        panel = opened(page, claim)
        kind = {"author-statement": "authors' statement about people", "in-vitro": "study in human cells or slices"}
        assert kind[claim.study_kind] in panel, claim.id
        assert "in humans" not in panel
        assert "\nhuman\n" not in panel
        assert "· human" not in panel
        strength = page.inner_text("#panel .strength")
        for told, count in tally(graph, assessment, arrows[claim.id].claims).seen:
            assert f"{count} {told}" in strength
