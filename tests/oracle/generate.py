"""Random small cities as ledgers, the same for the same seed: every kind of missing ledger, column and cell."""

from random import Random

from .ledgers import DATASETS, City, Ledger
from .making_centres import make_centres
from .making_cobuilding import make_cobuilding, make_social
from .making_places import make_places, make_standards
from .making_posts import make_grid_posts, make_organizations
from .making_property import make_property
from .making_work import make_orders, make_tasks
from .sketch import AS_OF, Draft, Place, Sketch
from .spoiling import spoil, standing

__all__ = ["AS_OF", "city"]

# Datasets whose absence a rule asks about: only of these do whole ledgers and the rows of missing ones stay out.
NEEDED = ("grids", "party-coverage", "posts", "agreements", "demands", "resources", "projects", "service-centres")
LAYOUTS = ("city",) * 8 + ("districts",) * 4 + ("parts",) * 4 + ("both",) * 4 + ("none",)
STEPS = (
    make_places,
    make_organizations,
    make_grid_posts,
    make_property,
    make_cobuilding,
    make_social,
    make_centres,
    make_tasks,
    make_orders,
    make_standards,
    spoil,
)


def city(seed: int, prefix: str) -> City:
    """The ledgers of a city whose codes all derive from the four digits, so that many cities share one store.

    Each row is in one ledger only, and no two ledgers are of the same dataset and area.
    """
    sketch = Sketch(Random(seed), prefix)
    for step in STEPS:
        step(sketch)
    drafts: dict[str, list[Draft]] = {dataset: [] for dataset in DATASETS}
    for draft in sketch.drafts:
        drafts[draft.dataset].append(draft)
    divisions = drafts.pop("divisions")
    shares = {"divisions": _share(sketch, "divisions", divisions, standing(sketch, divisions))}
    shares["grids"] = _share(sketch, "grids", drafts.pop("grids"), standing(sketch, divisions))
    grids = [draft for rows in shares["grids"].values() for draft in rows]
    areas = standing(sketch, divisions + grids)
    for dataset, rows in drafts.items():
        shares[dataset] = _share(sketch, dataset, rows, areas)
    return [
        _ledger(sketch, dataset, area, rows)
        for dataset, share in shares.items()
        for area, rows in share.items()
        # A sheet with a header only is kept half the time: it is no source.
        if rows or sketch.chance(0.5)
    ]


def _share(sketch: Sketch, dataset: str, drafts: list[Draft], areas: list[Place]) -> dict[str, list[Draft]]:
    """The rows by the area of the source that lists them."""
    sources = _sources(sketch, areas, needed=dataset in NEEDED)
    share: dict[str, list[Draft]] = {area: [] for area in sources}
    if not sources:
        return share
    above: dict[int, list[str]] = {}
    for draft in drafts:
        key = id(draft.about)
        if key not in above:
            above[key] = [place.code for place in draft.about.upwards() if place.code in share]
        own = above[key]
        if own:
            share[own[0] if sketch.chance(0.8) else sketch.one(own)].append(draft)
        elif dataset not in NEEDED or sketch.chance(0.5):
            # Outside the source's area: the row is loaded all the same.
            share[sketch.one(sources)].append(draft)
    return share


def _sources(sketch: Sketch, areas: list[Place], needed: bool) -> list[str]:
    """The areas of the ledgers kept of one dataset; those of its parts need not add up to the whole city."""
    layout = sketch.one(LAYOUTS if needed else LAYOUTS[:-1])
    whole = areas[0].code
    districts = [area.code for area in areas if area.level == "district"]
    parts = [sketch.one(areas).code for _ in range(sketch.pick(1, 2, 3, 5))]
    chosen = {
        "city": [whole],
        "districts": [code for code in districts if sketch.chance(0.8)] or districts,
        "parts": parts,
        "both": [whole, *parts[:3]],
        "none": [],
    }
    return list(dict.fromkeys(chosen[layout]))


def _ledger(sketch: Sketch, dataset: str, area: str, drafts: list[Draft]) -> Ledger:
    """Optional columns are absent now and then, columns and rows in any order."""
    required, optional = DATASETS[dataset]
    absent = {column for column in optional if sketch.chance(0.15)}
    if any(draft.cells.get("生效日期") for draft in drafts):
        # Without their days, two standards of one area would be one row with two contents.
        absent.discard("生效日期")
    columns = [*required, *(column for column in optional if column not in absent)]
    if sketch.chance(0.5):
        sketch.random.shuffle(columns)
    if sketch.chance(0.3):
        sketch.random.shuffle(drafts)
    return Ledger(dataset, area, tuple(columns), tuple(tuple(map(draft.cells.get, columns)) for draft in drafts))
