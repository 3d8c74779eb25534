"""What can be wrong with the ontology, in both languages."""

from __future__ import annotations

from graphkb.languages import Text

UNKNOWN_KEYS = Text("未知的键 {names}", "unknown keys: {names}")
MISSING_KEYS = Text("缺少 {names}", "missing: {names}")
NO_ENTRY = Text("{kind} 中没有 {name}", "{kind} has no {name}")
NO_LIST = Text("没有列表 {name}", "there is no list {name}")
NO_LABEL = Text("没有标签 {name}", "there is no label {name}")
NO_TYPE = Text("没有关系 {name}", "there is no relationship {name}")
NO_HOME = Text("缺少 home，不知属于哪个区域", "home is missing, so it is not known to which area it belongs")
KIND = Text("类型 {name}", "the type {name}")
GIVEN = Text("每个节点都有，不必声明", "every node has it; it is not to be declared")
RELATIONSHIP = Text("关系 {type} {direction}", "the relationship {type} {direction}")
ONE_TARGET = Text("target、target_by、makes 应恰有一个", "exactly one of target, target_by and makes has to be there")
NO_TYPE_COLUMN = Text("target_by 没有类型列 {name}", "target_by: there is no column of types {name}")
SHEET_TWICE = Text("表名 {name} 重复", "the sheet's name {name} is there twice")
NO_COLUMN = Text("没有列 {name}", "there is no column {name}")
COLUMN_TWICE = Text("列 {name} 重复", "the column {name} is there twice")
HEADING_TWICE = Text("表头 {name} 重复", "the heading {name} is there twice")
ONE_KIND_OF_ROW = Text("行应恰好造出一种节点或一条关系", "a row has to make exactly one kind of node, or one relationship")
NODE_BY = Text("node_by 列 {name} 没有类型", "the column {name} of node_by has no types")
BLANK = Text("空白含义 {blank} {absent}", "what blank and absent say: {blank} {absent}")
CHOICES = Text("类型 {name} 与可选值不相配", "the type {name} does not fit its choices")
UNDECLARED = Text("未声明的属性 {name}", "the property {name} is not declared")
BOUNDS = Text("最小值 {low} 大于最大值 {high}", "the minimum {low} is above the maximum {high}")
OPTIONAL_FOR = Text("optional_for {names} 不是 {column} 的值", "optional_for: {names} is no value of {column}")
ENDS = Text("{type} 的端点不含 {names}", "the ends of {type} are not {names}")
NOBODY_MAKES = Text("没有台账造出 {name}", "no ledger makes {name}")
CIRCLE = Text("引用成环，无法排出装载顺序", "references run in a circle, so there is no order to load in")
