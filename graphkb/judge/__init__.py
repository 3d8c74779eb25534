"""Raw tables to judged rows: headers, cells, codes and personal data, before anything is written."""

from graphkb.judge.sheets import find_dataset
from graphkb.judge.table import JudgedBlock, Judgement, judge
from graphkb.judge.values import Value

__all__ = ["JudgedBlock", "Judgement", "Value", "find_dataset", "judge"]
