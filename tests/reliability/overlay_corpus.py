"""Sixty files that people lay over the bundled data, and forty questions whose answers they may not change in silence."""

from random import Random

from kgraph.errors import KgraphError

HEAD = "".join(
    f"@prefix {name}: <{namespace}> .\n"
    for name, namespace in (
        ("kg", "https://w3id.org/kgraph/"),
        ("entity", "https://w3id.org/kgraph/entity/"),
        ("claim", "https://w3id.org/kgraph/claim/"),
        ("reference", "https://w3id.org/kgraph/reference/"),
        ("study", "https://w3id.org/kgraph/study-kind/"),
        ("relation", "https://w3id.org/kgraph/relation/"),
        ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
        ("skos", "http://www.w3.org/2004/02/skos/core#"),
        ("dct", "http://purl.org/dc/terms/"),
        ("owl", "http://www.w3.org/2002/07/owl#"),
        ("ex", "https://lab.example.org/"),
    )
)
# Latin letters and what looks like them.
_LIKE = str.maketrans("aeopcxi", "аеорсхі")


def overlays(graph):
    """(name, text) of sixty files: ten of each kind, each about another bundled thing, the same in every run."""
    draw = Random(60)
    entities = draw.sample(sorted(graph.entities), 50)
    references = draw.sample(sorted(name for name, one in graph.references.items() if one.number), 10)
    claims = draw.sample(sorted(graph.claims), 10)
    for place in range(10):
        first, second, third, fourth, fifth = entities[place * 5 : place * 5 + 5]
        label = graph.entities[first].label
        language = ("de", "fr", "it", "x-lab", "en-GB")[place % 5]
        yield (
            f"translation-{place}",
            f'{first} skos:prefLabel "{label}-Wort"@{language} ; skos:definition "Anders."@{language} .\n',
        )
        other = graph.entities[second].label
        yield (
            f"relabelling-{place}",
            (
                f'ex:own{place} a kg:Process ; skos:prefLabel "{other}"@en ; skos:altLabel "KDT", "IESS" .\n'
                if place % 2
                else f'{second} skos:prefLabel "{label}"@en .\n'
            ),
        )
        retyped = ("a kg:Drug", 'kg:valence "wanted"', "owl:deprecated true", "kg:germline true", 'kg:endsHere "x"')[
            place % 5
        ]
        yield f"retyping-{place}", f"{third} {retyped} .\n"
        weight = (
            f"study:animal kg:weight {place - 5} .",
            f'kg:decreases kg:allowedSign "+" ; skos:prefLabel "raises {place}" .',
            f'{claims[place]} kg:sign "+" ; kg:certainty kg:Asserted .',
        )[place % 3]
        yield f"weight-{place}", f"{weight}\n"
        number = graph.references[references[place]]
        yield (
            f"reference-{place}",
            (
                f'ex:paper{place} a kg:Reference ; kg:shortName "{number.short}" ; kg:number {number.number} ; '
                f'dct:title "Of the test" ; kg:doi "10.5555/{place}" .\n'
            ),
        )
        alike = graph.entities[fourth].label.translate(_LIKE) if place % 2 else graph.entities[fourth].label + "\u200b"
        yield (
            f"look-alike-{place}",
            (f'ex:like{place} a kg:Process ; skos:prefLabel "{alike}"@en ; skos:exactMatch {fifth} .\n'),
        )


PAIRS = (
    ("KDT", "IESS"), ("KDT", "ALS"), ("acetoacetate", "seizures"), ("KATP channel", "seizures"), ("GABA", "seizures"),
    ("glutamate", "neuronal damage"), ("KDT", "mTOR"), ("KDT", "glutathione"), ("KDT", "IGF-1"), ("butyrate", "ALS"),
    ("rapamycin", "IESS"), ("ROS", "neuronal damage"), ("KDT", "weight loss"), ("fasting", "seizures"), ("KDT", "GABA"),
)  # fmt: skip
NAMES = (
    "KDT", "IESS", "ALS", "GABA", "mTOR signalling", "glutamate", "seizure", "MAXO:0030010", "KATP", "IGF-1", "BHB", "microbiota",
    "ACTH", "MAD", "COX2", "calcium channels", "B28", "als-page", "weight loss", "ketone bodies",
)  # fmt: skip


def answers(graph, *, few=False):
    """What forty questions give, as plain values: fifteen pairs, twenty names, five listings."""
    told = {}
    for start, end in PAIRS[:4] if few else PAIRS:
        try:
            found = graph.paths(start, end, max_hops=4, top=3)
        except KgraphError as error:
            told[start, end] = str(error)
            continue
        paths = [(path.effect, path.entities, f"{path.confidence:.9f}") for path in (*found.paths, *found.outcomes)]
        told[start, end] = (paths, [(one.mechanism, one.effect) for one in found.mechanisms])
    for name in NAMES:
        told[name] = _named(graph, name)
    listings = {"mechanisms": graph.mechanisms, "compare": lambda: graph.compare("IESS", "ALS")}
    if not few:
        listings |= {"hypotheses": graph.hypotheses, "debates": graph.debates, "questions": graph.questions}
    for question, listing in listings.items():
        try:
            told[question] = [tuple(map(str, row.values())) for row in listing().rows]
        except KgraphError as error:
            told[question] = str(error)
    return told


def _named(graph, name):
    try:
        return graph[name].id
    except KgraphError as error:
        return str(error)
