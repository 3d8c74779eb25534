"""What is said of files of the catalogue that do not keep to their form."""

from __future__ import annotations

from functools import reduce

from graphkb.languages import Said, Text

AT = Text("{file}:{line}: {said}", "{file}:{line}: {said}")
NOT_TOML = Text("开头的 `//` 行不是 TOML：{error}", "the `//` lines at the top are not TOML: {error}")
UNKNOWN_KEY = Text("没有 {key} 这个键；可用的有 {known}", "unknown key {key}; known are {known}")
LACKS = Text("文件头缺少 {keys}", "the header lacks {keys}")
NO_SHAPE = Text("{key} 不是{shape}", "{key} is no {shape}")
LIST, TABLE, TEXT = Text("文字的列表", "list of texts"), Text("表", "table"), Text("文字", "text")
KEYS_DIFFER = Text("{other} 的键是 {others}，{key} 的键是 {chinese}", "{other} has the keys {others}, {key} has {chinese}")
ENGLISH = Text("{key} {part}：{found}", "{key} {part}: {found}")
PARAMETER = Text("参数 {key}：{said}", "parameter {key}: {said}")
PARAMETERS_DIFFER = Text(
    "声明的参数（{declared}）与用到的参数（{used}）不一致", "declared parameters ({declared}) are not those used ({used})"
)
PARAMETER_FORM = Text(
    "要写 type（{types} 之一）、{titles}；可以不给的再写 default",
    "write type (one of {types}), {titles} and, if it may be left out, default",
)
TITLES = Text("title 和 title_en 应是文字", "title and title_en are texts")
NO_PARAMETERS = Text("规则除 $as_of 外没有参数", "a rule has no parameter but $as_of")
EXPLAIN = Text(
    "explain 的 {text} 应写成 (subject)-[:TYPE]->(:Label) 或 (:Label)-[:TYPE*]-(:Label) 的样子",
    "explain {text} must read like (subject)-[:TYPE]->(:Label) or (:Label)-[:TYPE*]-(:Label)",
)
PLACES = Text(
    "places {dataset}：左边应是 needs 中的台账或一项指标，右边是从 (subject) 到 (place:Area) 的样式",
    "places {dataset}: a needed dataset or an indicator, and a pattern from (subject) to (place:Area)",
)
SCOPE = Text(
    "绑定 `home` 的 MATCH 之前，`// scope` 一行应有且只有一次",
    "the line `// scope` must stand once before the MATCH that binds `home`",
)
RETURN = Text(
    "RETURN 应写成：subject, home, … AS covered, … AS because, … AS facts",
    "the RETURN must read: subject, home, … AS covered, … AS because, … AS facts",
)
REASONS = Text(
    "查询给出的原因（{given}）与有句子的原因（{told}）不一致",
    "the reasons given ({given}) are not those with a sentence ({told})",
)
FACTS = Text(
    "sentences {key}：{missing} 既不在 facts 中，也不是 {names} 之一",
    "sentences {key}: {missing} is neither in facts nor one of {names}",
)
UNREADABLE = Text("不能作为 UTF-8 文字读取：{cause}", "cannot be read as UTF-8 text: {cause}")
NO_FILE = Text("不是普通文件", "it is no ordinary file")
TOO_LARGE = Text("超过 {most} 字节", "it has more than {most:byte}")
TAKEN = Text(
    "产品在 {folder} 中已有 {name}，请给文件另取一个名字",
    "the product has {folder} named {name} already; give the file another name",
)
NO_BOOLEAN = Text(
    "covered 只能是 true、false 或 null，查询却给出 {kind}", "covered is true, false or null, and the query returns {kind}"
)
SUBJECT = Text("subject：没有声明标签 {name}{near}", "subject: no label {name} is declared{near}")
NEEDS = Text("needs：没有声明台账 {name}{near}", "needs: no dataset {name} is declared{near}")
UNDECLARED = Text("没有声明{kind} {name}{near}", "no {kind} {name} is declared{near}")
NO_LABEL = Text("没有声明标签 {name}，所以什么也找不到{near}", "no label {name} is declared, so nothing is found by it{near}")
NEAR = Text("；声明过的里面最接近的是 {name}", "; the nearest that is declared is {name}")
KINDS = {
    "relationship type": Text("关系类型", "relationship type"),
    "property": Text("属性", "property"),
}
_LINES = Text("{first}\n{rest}", "{first}\n{rest}")


def lines(said: list[Said]) -> Said:
    """All of them, each on a line of its own; at least one."""
    return reduce(lambda first, rest: _LINES(first=first, rest=rest), said)
