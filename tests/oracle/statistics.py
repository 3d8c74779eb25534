"""How often each rule gives each verdict, and why: `python -m oracle.statistics` from `tests/`."""

import sys
from collections import Counter
from collections.abc import Iterable

from .generate import AS_OF, city
from .oracle import RULES, judgements

Counts = Counter[tuple[str, str, bool | None]]

# A grid always has a parent, so that nothing about it can be unknown.
IMPOSSIBLE = {("grid-in-community", None)}

# Every reason that a rule has, so that a branch no city reaches is noticed.
_PRESENCE = "found|none|no ledger"
_TIMELY = "done in time|done late|done on an unknown day|not due yet|overdue"
REASONS = {
    "grid-party-organization": _PRESENCE,
    "grid-leader": _PRESENCE,
    "grid-leader-is-secretary": "same holder|different holders|nothing to compare|holder unknown|no ledger",
    "grid-full-time-member": _PRESENCE,
    "grid-staffing": _PRESENCE,
    "grid-in-community": "community|street",
    "community-grid": _PRESENCE,
    "community-party-organization": _PRESENCE,
    "community-partner": f"{_PRESENCE}|expiry unknown",
    "agreement-lists": "all three|demands False|resources False|projects False|demands None|resources None|projects None",
    "demand-met": f"{_PRESENCE}|a project's demand is unknown",
    "resource-used": f"{_PRESENCE}|a project's resource is unknown",
    "project-on-time": _TIMELY,
    "property-party": _PRESENCE,
    "area-property-service": "yes|no|unknown",
    "area-management": "yes|no|unknown",
    "area-owners-committee": "yes|no|unknown",
    "community-cross-posts": "same holder|different holders|no member post|no owners' side|no ledger"
    "|company unknown|holder or membership unknown",
    "community-service-centre": _PRESENCE,
    "street-service-centre": _PRESENCE,
    "centre-area": "enough|too small|no area",
    "centre-functions": "all|some missing|blank",
    "community-in-reach": "in reach|none|no ledger|no coordinates|a serving centre without coordinates",
    "community-budget": "enough|too little|no row",
    "community-pay": "enough|too little|no row|a figure is missing",
    "social-organization-party": _PRESENCE,
    "party-superior": "superior True|superior False|superior None",
    "task-on-time": _TIMELY,
    "task-owner": "lead True|lead False|lead None",
    "order-answered": "in time True, fed back True|in time True, fed back False|in time True, fed back None"
    "|in time False, fed back True|in time False, fed back False|in time False, fed back None"
    "|in time None, fed back True|in time None, fed back False|in time None, fed back None",
    "unit-partner": f"{_PRESENCE}|expiry unknown",
}


def count(seeds: Iterable[int]) -> Counts:
    """The number of subjects by rule, reason and verdict over these cities."""
    return Counter(
        (one.rule, one.reason, one.covered) for seed in seeds for one in judgements(city(seed, f"{1000 + seed}"), AS_OF)
    )


def by_verdict(counts: Counts) -> Counter[tuple[str, bool | None]]:
    """The same without the reasons."""
    summed: Counter[tuple[str, bool | None]] = Counter()
    for (rule, _, covered), number in counts.items():
        summed[rule, covered] += number
    return summed


def main(cities: int) -> None:
    """Print a table for a person."""
    counts = count(range(cities))
    verdicts = by_verdict(counts)
    print(f"{'rule':30}{'covered':>9}{'gap':>9}{'unknown':>9}  reasons")
    for rule in RULES:
        reasons = ", ".join(f"{reason} {number}" for (of, reason, _), number in sorted(counts.items(), key=str) if of == rule)
        print(f"{rule:30}" + "".join(f"{verdicts[rule, value]:9}" for value in (True, False, None)) + f"  {reasons}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300)
