"""Words for readers: the phrases of the vocabulary, in the number of their subject, the same at every door.

Codes such as ``in-vitro`` are for machines.  What a reader is told in their place stands once, in the ontology, and a
door that speaks asks here for it.  What the vocabulary has no phrase for is called by its name.
"""

from __future__ import annotations

from collections.abc import Sequence

from kgraph.model import Claim, Contents, Curie

_HUMAN = "entity:human"
_SIGN_NAMES = {"+": "positive", "-": "negative", "0": "none", "?": "unknown"}


class Words:
    """The words of some contents; they are looked up when they are asked for."""

    def __init__(self, contents: Contents) -> None:
        self._contents = contents

    def phrase(self, vocabulary: str, name: str, *, plural: bool = False) -> str:
        """What readers are told for a term: ``phrase("certainty", "asserted")`` is "stated as a fact"."""
        term = self._contents.terms.get(f"{vocabulary}:{name}")
        if term is None or not term.phrase:
            return name.replace("-", " ")
        return (term.phrase_plural if plural else "") or term.phrase

    def short(self, vocabulary: str, name: str) -> str:
        """The phrase of a term where there is no room for more."""
        term = self._contents.terms.get(f"{vocabulary}:{name}")
        return (term.phrase_short if term else "") or self.phrase(vocabulary, name)

    def mark(self, vocabulary: str, name: str) -> str:
        """The one character that shows a term; empty for one that has none."""
        term = self._contents.terms.get(f"{vocabulary}:{name}")
        return term.mark if term else ""

    def sign_mark(self, sign: str) -> str:
        """The character that shows a sign, or that there is none."""
        return self.mark("sign", sign_term("causal" if sign else "structural", sign))

    def signs_key(self) -> str:
        """What the signs on the arrows of a path say, as a sentence."""
        raises, lowers, unknown = (self.sign_on("causal", sign) for sign in ("+", "-", "?"))
        return f"+ {raises}, − {lowers}, ? {unknown}; · {self.sign_on('structural', '')}."

    def is_plural(self, entity: Curie) -> bool:
        """Whether verbs that follow the label of an entity are plural."""
        known = self._contents.entities.get(entity)
        return known is not None and known.plural

    def relation(self, name: str, *, plural: bool = False, reverse: bool = False) -> str:
        """The verb of a relation, or, reversed, the one that leads from its object to its subject.

        It is plural for a plural thing in front of it: the subject, or, reversed, the object.
        """
        known = self._contents.relations.get(name)
        if known is None:
            return self.phrase("kg", name, plural=plural).replace("_", " ")
        one, many = known.phrase, known.phrase_plural
        if reverse:
            one, many = known.phrase_reversed, known.phrase_reversed_plural
        return (many if plural else "") or one or known.label

    def sign(self, relation: str, sign: str) -> str:
        """What a sign is called on a relation; empty where there is none to speak of.

        An association neither raises nor lowers, and what only says what belongs to what has no sign of its own.
        """
        known = self._contents.relations.get(relation)
        kind = known.kind if known else "causal"
        return "" if kind == "structural" else self.sign_on(kind, sign)

    def sign_on(self, kind: str, sign: str, *, plural: bool = False) -> str:
        """The same on relations of a kind: causal, association, descriptive, or structural for what is no sign.

        Plural, it is the verb of a sentence on several; beside a sentence it stands as in the key, "raises".
        """
        name = sign_term(kind, sign)
        return self.phrase("sign", name, plural=plural) if name else ""

    def sentence(self, claim: Claim) -> str:
        """A claim as a sentence without a full stop: ketone bodies activate KATP channel."""
        verb = self.relation(claim.relation, plural=self.is_plural(claim.subject))
        return self._sentence(claim, verb)

    def signed_sentence(self, claim: Claim) -> str:
        """The same with the sign behind the verb, as listings in letters have it: ketone bodies activate (+) …"""
        verb = self.relation(claim.relation, plural=self.is_plural(claim.subject))
        return self._sentence(claim, f"{verb} ({claim.sign.replace('-', '−')})" if claim.sign else verb)

    def _sentence(self, claim: Claim, verb: str) -> str:
        text = f"{self._contents.label(claim.subject)} {verb} {self._contents.label(claim.object)}"
        if claim.outcome:
            return f"{text} on {self._contents.label(claim.outcome)}"
        # An attribute is said in its value: without it "no fasting" would read as fasting.
        told = claim.measurements if claim.relation == "has_attribute" else ()
        values = "; ".join(" ".join(number.printed.split()) for number in told)
        return f"{text}: {values}" if values else text

    def sign_of(self, claim: Claim) -> str:
        """What the sign of a claim is called; empty where there is none."""
        return self.sign(claim.relation, claim.sign)

    def retired(self, claim: Claim) -> list[str]:
        """How a claim was taken back, and by whom, in words: "retracted by source:mine"; none for one that stands."""
        return [self._taken_back(how, by) for how, by in claim.retired]

    def _taken_back(self, how: str, by: str) -> str:
        if how == "deprecated":
            phrase = self.phrase("flag", how)
            return f"{phrase} in {by}" if by else phrase
        term = self._contents.terms.get(f"kg:{how}")
        return f"{(term.phrase_reversed if term else '') or how} {by}"

    def study(self, kinds: Sequence[str], species: Sequence[Curie] = (), *, count: int = 1) -> str:
        """Studies of these kinds in these species: "study in human cells or slices", "authors' statement about people".

        The kind speaks first, so that neither isolated human cells nor an author's word reads as people who were
        studied.  `count` decides between one and many; without kinds the text is empty.
        """
        return " and ".join(self._one_kind(kind, species, alone=len(kinds) == 1, plural=count != 1) for kind in kinds)

    def _one_kind(self, kind: str, species: Sequence[Curie], *, alone: bool, plural: bool) -> str:
        term = self._contents.terms.get(f"study:{kind}")
        if term is None:
            return kind.replace("-", " ")
        # Of a study in animals and in cells it is not said which were whose; but people are no animals here.
        told = [one for one in species if one != _HUMAN or term.basis != "animal"]
        pattern = (term.phrase_of_species_plural if plural else "") or term.phrase_of_species
        if not told or not pattern:
            return self.phrase("study", kind, plural=plural)
        between = " and " if alone else " or "
        labels = between.join(self._contents.label(one) for one in told)
        individuals = between.join(self._individuals(one) for one in told)
        return pattern.replace("{species}", labels).replace("{individuals}", individuals)

    def study_of(self, claim: Claim) -> str:
        """The study kind of a claim in words, with the species that it is stated for."""
        return self.study((claim.study_kind,), claim.species)

    def _individuals(self, species: Curie) -> str:
        known = self._contents.entities.get(species)
        return (known.individuals if known else "") or self._contents.label(species)


def sign_term(kind: str, sign: str) -> str:
    """The name of the term that reads a sign on relations of a kind; empty for a sign that says nothing there."""
    if kind == "structural":
        return "structural"
    return f"{kind}-{_SIGN_NAMES[sign]}" if sign in _SIGN_NAMES else ""


def capital(text: str) -> str:
    """A text with a capital at its beginning, where its first word allows it.

    Where its first letters hold a capital, are Greek, a lone letter, or lead over to a digit, it stays as it is: mTOR,
    pH, α-synuclein, n-3 fatty acids, p53.

    >>> capital("ketone bodies raise ATP"), capital("mTOR signalling lowers autophagy")
    ('Ketone bodies raise ATP', 'mTOR signalling lowers autophagy')
    """
    word = text.split(" ", 1)[0]
    length = next((place for place, letter in enumerate(word) if not letter.isalpha()), len(word))
    letters, first = word[:length], word[:1].upper()
    stays = (
        letters != letters.lower()
        or len(first) != 1
        or not _is_latin(word[0])
        or (length == 1 and word != "a")
        or word[length : length + 1].isdecimal()
    )
    return text if stays else first + text[1:]


def _is_latin(letter: str) -> bool:
    return letter.isalpha() and (letter.isascii() or "ß" <= letter <= "ɏ")
