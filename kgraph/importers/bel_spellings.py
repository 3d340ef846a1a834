"""One spelling for terms of BEL that mean the same, so that each thing has one name however a script writes it.

The members of a complex have no order, nor has what is said of a protein.  Modifications and amino acids have short,
long and old names.  What PyBEL writes as a translocation out of the cell or to its surface, scripts write as secretion
or surface expression.
"""

from __future__ import annotations

import re
from types import MappingProxyType

from kgraph.frozen import replace
from kgraph.importers.bel_terms import Name, Term

# Terms whose members have no order.
_UNORDERED = frozenset({"complex", "composite", "reactants", "products", "list"})
# Modifications of proteins by their short names: what else BEL 1, BEL 2 and PyBEL call them.
_MODIFICATIONS = MappingProxyType(
    {
        other: short
        for short, others in {
            "Ac": ("a", "acetylation", "protein acetylation"),
            "ADPRib": ("r", "adp-ribosylation", "protein adp-ribosylation", "adenosine diphosphoribosyl"),
            "Farn": ("f", "farnesylation", "protein farnesylation"),
            "Gerger": ("geranylgeranylation", "protein geranylgeranylation"),
            "Glyco": ("g", "glycosylation", "protein glycosylation"),
            "Hy": ("h", "hydroxylation", "protein hydroxylation"),
            "ISG": ("isgylation", "isg15-protein conjugation"),
            "Me": ("m", "methylation", "protein methylation"),
            "Me1": ("monomethylation", "mono-methylation", "protein monomethylation"),
            "Me2": ("dimethylation", "di-methylation", "protein dimethylation"),
            "Me3": ("trimethylation", "tri-methylation", "protein trimethylation"),
            "Myr": ("myristoylation", "protein myristoylation"),
            "Nedd": ("neddylation", "protein neddylation"),
            "NGlyco": ("n-linked glycosylation", "protein n-linked glycosylation"),
            "NO": ("nitrosylation", "protein nitrosylation"),
            "OGlyco": ("o-linked glycosylation", "protein o-linked glycosylation"),
            "Ox": ("o", "oxidation", "protein oxidation"),
            "Palm": ("palmitoylation", "protein palmitoylation"),
            "Ph": ("p", "phosphorylation", "protein phosphorylation"),
            "Sulf": ("sulfation", "sulphation", "protein sulfation"),
            "Sumo": ("s", "sumoylation", "protein sumoylation"),
            "Ub": ("u", "ubiquitination", "ubiquitinylation", "ubiquitylation", "protein ubiquitination"),
            "UbK48": ("lysine 48-linked polyubiquitination", "protein k48-linked ubiquitination"),
            "UbK63": ("lysine 63-linked polyubiquitination", "protein k63-linked ubiquitination"),
            "UbMono": ("monoubiquitination", "protein monoubiquitination"),
            "UbPoly": ("polyubiquitination", "protein polyubiquitination"),
        }.items()
        for other in (short.lower(), *others)
    }
)
_RESIDUES = MappingProxyType(
    {
        "A": "Ala", "R": "Arg", "N": "Asn", "D": "Asp", "C": "Cys", "E": "Glu", "Q": "Gln", "G": "Gly", "H": "His",
        "I": "Ile", "L": "Leu", "K": "Lys", "M": "Met", "F": "Phe", "P": "Pro", "S": "Ser", "T": "Thr", "W": "Trp",
        "Y": "Tyr", "V": "Val",
    }
)  # fmt: skip
_INSIDE, _OUTSIDE, _SURFACE = "intracellular", "extracellular space", "cell surface"
_CHANGES = frozenset({"pmod", "gmod", "var", "sub", "trunc", "frag", "fus", "loc"})


def one_spelling(term: Term) -> Term:
    """The term as all that mean the same are written.

    >>> from kgraph.importers.bel_spellings import one_spelling
    >>> from kgraph.importers.bel_terms import Parser, tokens
    >>> def spelt(text):
    ...     return str(one_spelling(Parser(tokens(text)).term()))
    >>> spelt("p(HGNC:MAPT, pmod(P, S, 396))")
    'p(HGNC:MAPT, pmod(Ph, Ser, 396))'
    >>> spelt("complex(p(HGNC:B), p(HGNC:A))") == spelt("complex(p(HGNC:A), p(HGNC:B))")
    True
    """
    args = [one_spelling(arg) if isinstance(arg, Term) else arg for arg in term.args]
    if term.function == "pmod":
        args = [_modification(arg) if not number else _residue(arg) for number, arg in enumerate(args)]
    elif term.function == "sub" and (substituted := _substitution(args)):
        return substituted
    elif term.function == "frag" and not args:
        args = [Name("", "?")]
    elif term.function == "tloc":
        args = _with_ends(args)
        if shorter := _shorter(args):
            return Term(shorter, (args[0],))
    elif term.function in _UNORDERED:
        members = [arg for arg in args if isinstance(arg, Term) and arg.function not in _CHANGES]
        args = [*(arg for arg in args if arg not in members), *sorted(members, key=str)]
    changes = sorted((arg for arg in args if isinstance(arg, Term) and arg.function in _CHANGES), key=str)
    return replace(term, args=(*(arg for arg in args if arg not in changes), *changes))


def _modification(arg: Name | Term) -> Name | Term:
    if not isinstance(arg, Name) or (arg.namespace and arg.namespace.lower() not in ("bel", "go", "default")):
        return arg
    short = _MODIFICATIONS.get(arg.name.lower(), "")
    return Name("", short) if short else arg


def _residue(arg: Name | Term) -> Name | Term:
    return Name("", _RESIDUES[arg.name]) if isinstance(arg, Name) and arg.name in _RESIDUES else arg


def _substitution(args: list[Name | Term]) -> Term | None:
    """A substitution of BEL 1 as the variant of BEL 2; None where it is none."""
    words = [_residue(arg).name for arg in args if isinstance(arg, Name)]  # type: ignore[union-attr]
    known = {*_RESIDUES.values()}
    if len(words) != len(args) or len(words) != len(("what", "where", "by what")):
        return None
    if words[0] not in known or words[2] not in known or not re.fullmatch(r"[1-9]\d*", words[1]):
        return None
    return Term("var", (Name("", f"p.{''.join(words)}"),))


def _with_ends(args: list[Name | Term]) -> list[Name | Term]:
    """The arguments of a translocation with its ends as BEL 2 writes them; BEL 1 names them one after the other."""
    if len(args) != len(("what", "from", "to")) or not all(isinstance(arg, Name) for arg in args[1:]):
        return args
    return [args[0], Term("fromLoc", (args[1],)), Term("toLoc", (args[2],))]


def _shorter(args: list[Name | Term]) -> str:
    """The function that says the same as a translocation with these arguments; empty where there is none."""
    places = [arg.first for arg in args[1:] if isinstance(arg, Term) and arg.function in ("fromLoc", "toLoc")]
    names = tuple(place.name for place in places if isinstance(place, Name))
    shorter: dict[tuple[str, ...], str] = {(_INSIDE, _OUTSIDE): "sec", (_INSIDE, _SURFACE): "surf"}
    return shorter.get(names, "")
