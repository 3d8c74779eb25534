"""The random cities: the same for the same seed, fit to share one store, and rich enough for every rule."""

from collections import Counter
from functools import cache

from tests.oracle.codes import credit_code
from tests.oracle.generate import AS_OF, city
from tests.oracle.ledgers import DATASETS, City
from tests.oracle.oracle import RULES, home, judge, judgements, roll_up, tree
from tests.oracle.reading import read
from tests.oracle.statistics import IMPOSSIBLE, REASONS, Counts, by_verdict, count

CITIES = 300
# Each possible verdict of each rule occurs at least so often, each reason at least so often.
OFTEN = 30
SELDOM = 5


@cache
def _counts() -> Counts:
    return count(range(CITIES))


def _cities(number: int) -> list[City]:
    return [city(seed, f"{1000 + seed}") for seed in range(number)]


def test_same_seed_same_city() -> None:
    assert city(7, "3602") == city(7, "3602")
    assert city(7, "3602") != city(8, "3602")


def test_every_verdict_of_every_rule_is_frequent() -> None:
    counted = by_verdict(_counts())
    possible = {(rule, verdict) for rule in RULES for verdict in (True, False, None)} - IMPOSSIBLE
    assert {key: counted[key] for key in possible if counted[key] < OFTEN} == {}
    assert set(counted) == possible


def test_every_reason_of_every_rule_occurs() -> None:
    expected = {(rule, reason) for rule, reasons in REASONS.items() for reason in reasons.split("|")}
    counted: Counter[tuple[str, str]] = Counter()
    for (rule, reason, _), number in _counts().items():
        counted[rule, reason] += number
    assert set(counted) == expected
    assert {key: number for key, number in counted.items() if number < SELDOM} == {}


def test_a_ledger_is_of_one_dataset_and_a_stored_area() -> None:
    for ledgers in _cities(60):
        sources = [(ledger.dataset, ledger.area) for ledger in ledgers]
        assert len(set(sources)) == len(sources)
        assert {area for _, area in sources} <= set(read(ledgers).areas)
        for ledger in ledgers:
            required, optional = DATASETS[ledger.dataset]
            assert set(required) <= set(ledger.columns) <= {*required, *optional}


# What tells two rows of a dataset apart, where it is not the first column alone.
KEYS = {
    "standards": ("区域编码", "指标", "生效日期"),
    "party-coverage": ("党组织编码", "对象类型", "对象编码"),
    "community-budgets": ("社区编码", "年度"),
    "community-workforce": ("社区编码", "年度"),
}


def test_every_row_is_stated_once_in_all_cities() -> None:
    seen: Counter[tuple[str | None, ...]] = Counter()
    for ledgers in _cities(CITIES):
        for ledger in ledgers:
            key = KEYS.get(ledger.dataset, DATASETS[ledger.dataset][0][:1])
            seen.update((ledger.dataset, *map(record.get, key)) for record in ledger.records())
    assert {key for key, number in seen.items() if number > 1} == set()


def test_credit_code_of_the_contract() -> None:
    assert credit_code("350100", "M000100Y") == "91350100M000100Y43"


def test_cities_in_one_store_do_not_touch_each_other() -> None:
    apart = _cities(40)
    together = judge([ledger for ledgers in apart for ledger in ledgers], AS_OF)
    separate = {key: covered for ledgers in apart for key, covered in judge(ledgers, AS_OF).items()}
    assert together == separate


def test_numbers_of_a_level_are_the_sums_below_and_what_hangs_directly_under_it() -> None:
    for ledgers in _cities(20):
        homes, parents = home(ledgers, AS_OF), tree(ledgers)
        rolled = roll_up(judge(ledgers, AS_OF), homes, parents)
        direct = roll_up(judge(ledgers, AS_OF), homes, dict.fromkeys(parents))
        for (rule, area), numbers in rolled.items():
            below = [rolled.get((rule, part), (0, 0, 0)) for part, parent in parents.items() if parent == area]
            own = direct.get((rule, area), (0, 0, 0))
            assert numbers == tuple(map(sum, zip(own, *below, strict=True)))


def test_roll_up_skips_missing_levels() -> None:
    parents = {"T": None, "D": "T", "C": "D", "G": "C", "S": "T"}
    homes = {("r", "a"): "G", ("r", "b"): "C", ("r", "c"): "S", ("q", "a"): "D"}
    rolled = roll_up({("r", "a"): True, ("r", "b"): None, ("r", "c"): False, ("q", "a"): True}, homes, parents)
    expected = {"G": (1, 0, 0), "C": (1, 0, 1), "D": (1, 0, 1), "S": (0, 1, 0), "T": (1, 1, 1)}
    assert {area: numbers for (rule, area), numbers in rolled.items() if rule == "r"} == expected
    assert rolled["q", "T"] == rolled["q", "D"] == (1, 0, 0)


def test_every_subject_is_judged_once() -> None:
    for ledgers in _cities(40):
        subjects = Counter((one.rule, one.subject) for one in judgements(ledgers, AS_OF))
        assert max(subjects.values()) == 1
