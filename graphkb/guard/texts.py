"""What the guard and the console say, in both languages: one sentence each, with what to do."""

from __future__ import annotations

from graphkb.languages import Text

PLACE = Text("第 {line} 行第 {column} 列", "Line {line}, column {column}")

# Clauses and statements that are not allowed.
WRITE = Text(
    "不允许写入子句 {word}；这里只能读取，请用 MATCH、WITH、UNWIND、CALL、RETURN 等读取子句。",
    "The writing clause {word} is not allowed; this is for reading only: use clauses such as MATCH, WITH, UNWIND, CALL, RETURN.",
)
FILE = Text(
    "不允许 {word}；这里不读文件和网络，请先用 graphkb load 装载，再查询图里的数据。",
    "{word} is not allowed; files and networks are not read here: load with graphkb load first, then query what is in the graph.",
)
ADMIN = Text(
    "不允许管理、事务或会话语句 {word}；这里只能读取，请用 MATCH、WITH、UNWIND、CALL、RETURN 等读取子句。",
    "The statement {word} (administration, transactions, sessions) is not allowed; this is for reading only: use clauses such as "
    "MATCH, WITH, UNWIND, CALL, RETURN.",
)
PREFIX = Text(
    "不允许前缀 {word}；请去掉它，直接从 MATCH 或 RETURN 写起。",
    "The prefix {word} is not allowed; leave it out and begin with MATCH or RETURN.",
)

# What cannot be read.
UNREADABLE = Text(
    "{where}的“{found}”读不懂；请核对拼写和括号；这里只能用 MATCH、WITH、UNWIND、CALL、RETURN 等读取子句，以 RETURN 结尾。",
    "{where}: “{found}” cannot be understood here; check spelling and brackets: only reading clauses such as MATCH, WITH, "
    "UNWIND, CALL, RETURN are possible, and the query ends with RETURN.",
)
UNFINISHED = Text(
    "查询没有写完；请以 RETURN 结尾，并核对括号和最后一个子句。",
    "The query is not finished; end it with RETURN, and check the brackets and the last clause.",
)
EMPTY = Text(
    "没有查询语句；请写一条以 RETURN 结尾的查询，如 MATCH (n:Grid) RETURN count(*)。",
    "There is no query; write one that ends with RETURN, such as MATCH (n:Grid) RETURN count(*).",
)
STATEMENTS = Text(
    "一次只能运行一条查询；请把分号隔开的语句分开运行。",
    "Only one query can be run at a time; run the statements between the semicolons one by one.",
)
ESCAPE = Text(
    "{where}：不允许 \\u 转义；请直接写出这个字符，或把它作为参数传入。",
    "{where}: \\u escapes are not allowed; write the character itself, or pass it as a parameter.",
)
BACKSLASH = Text(
    "{where}：字符串里有不认识的反斜杠转义；反斜杠本身请写成 \\\\。",
    "{where}: an unknown backslash escape in a string; write the backslash itself as \\\\.",
)
CONTROL = Text(
    "{where}：不允许控制字符 {code}；请删去它，或把文字作为参数传入。",
    "{where}: the control character {code} is not allowed; delete it, or pass the text as a parameter.",
)
LOOKALIKE = Text(
    "{where}：“{word}”里有形似英文字母的字符；请改用普通字母。",
    "{where}: “{word}” holds characters that look like English letters; use plain letters.",
)
CHARACTER = Text(
    "{where}：不能识别“{character}”（{code}）；请删去或改写。",
    "{where}: “{character}” ({code}) is not known; delete or rewrite it.",
)
UNCLOSED = Text("{where}：{what}没有结束；请补上结尾。", "{where}: the {what} is not closed; add its end.")
UNOPENED = Text(
    "{where}：“{sign}”没有对应的左括号；请核对括号。", "{where}: “{sign}” has no opening bracket; check the brackets."
)
QUOTE, BACKTICK, COMMENT = Text("引号", "quotation"), Text("反引号", "name in back-ticks"), Text("注释", "comment")
BRACKET = Text("括号", "bracket")

# What is too much.
LONG = Text(
    "查询有 {count} 个字符，超过上限 {most}；请把长的清单作为参数传入。",
    "The query has {count} characters, more than the limit of {most}; pass long lists as parameters.",
)
TOKENS = Text(
    "查询超过 {most} 个词和符号；请拆开，或把长的清单作为参数传入。",
    "The query has more than {most} words and signs; split it, or pass long lists as parameters.",
)
CLAUSES = Text(
    "查询有 {count} 个子句，超过上限 {most}；请拆成几条查询。",
    "The query has {count} clauses, more than the limit of {most}; split it into several.",
)
RELATIONSHIPS = Text(
    "查询写了 {count} 条关系，超过上限 {most}；请拆成几条查询。",
    "The query has {count} relationships, more than the limit of {most}; split it into several.",
)
NESTING = Text(
    "{where}：括号、CASE 或 NOT 嵌套超过 {most} 层；请拆成几步。",
    "{where}: brackets, CASE or NOT are nested more than {most} deep; split them into steps.",
)
ENDLESS = Text(
    "{where}：变长路径必须写明上限，且不超过 {most} 步；如 [*1..{most}]。",
    "{where}: a path of variable length needs an upper bound of at most {most} steps, as in [*1..{most}].",
)
GROWTH = Text(
    "不允许一再把 {name} 与自己相加，它会翻倍到占满内存；数请写成 2 * {name}，文字请逐个拼接。",
    "Adding {name} to itself again and again is not allowed, since it doubles until it fills the memory; write 2 * {name} for "
    "numbers, and join texts one by one.",
)

# What may not be called.
PROCEDURE = Text(
    "不允许调用过程 {name}；可用的过程只有 db.labels、db.relationshipTypes、db.propertyKeys。",
    "The procedure {name} must not be called; the only ones are db.labels, db.relationshipTypes and db.propertyKeys.",
)
FUNCTION = Text(
    "不允许函数 {name}；请改用 Cypher 自带的函数（docs/read-only-cypher.md 列出了全部）。",
    "The function {name} is not allowed; use Cypher's own functions (docs/read-only-cypher.md lists them all).",
)

# Parameters.
PARAMETERS = Text(
    "参数有 {count} 个，超过上限 {most}；请合成一个列表或映射。",
    "There are {count} parameters, more than the limit of {most}; put them into one list or map.",
)
PARAMETER_MISSING = Text("缺少参数 ${name}；请给出它的值。", "The parameter ${name} is missing; give its value.")
PARAMETER_DEEP = Text(
    "参数 ${name} 嵌套超过 {most} 层；请改成平的列表或映射。",
    "The parameter ${name} is nested more than {most} deep; make it a flat list or map.",
)
PARAMETER_VALUES = Text(
    "参数里的值超过 {most} 个；请分几次查询。", "The parameters hold more than {most} values; ask in several queries."
)
PARAMETER_NUMBER = Text(
    "参数 ${name} 里有 JSON 不能表示的数；请改为有限的数。",
    "The parameter ${name} holds a number that JSON does not have; make it a finite one.",
)
PARAMETER_WHOLE = Text(
    "参数 ${name} 里的整数超出 64 位；请改为文字。",
    "The parameter ${name} holds a whole number of more than 64 bits; make it a text.",
)
PARAMETER_SURROGATE = Text(
    "参数 ${name} 里有不成对的代理字符；请核对文字的编码。",
    "The parameter ${name} holds an unpaired surrogate; check the encoding of the text.",
)
PARAMETER_TYPE = Text(
    "参数 ${name} 的类型 {type} 不是 JSON 的类型；请改为文字、数、真假、列表或映射。",
    "The type {type} of the parameter ${name} is none of JSON's; make it a text, number, boolean, list or map.",
)

# What the console says of a query that was sent.
BUSY = Text(
    "你的上一条查询还在运行；请等它结束，或稍后再试。",
    "Your last query is still running; wait until it ends, or try again later.",
)
OUT_OF_MEMORY = Text(
    "查询需要的内存超过上限，已停止；请缩小范围，先筛选再汇总。",
    "The query needed more memory than it may have and was stopped; narrow it down, filter before you aggregate.",
)
OUT_OF_TIME = Text(
    "查询超过 {seconds} 秒，已停止；请加上条件或 LIMIT，或拆成几步。",
    "The query took more than {seconds:second} and was stopped; add conditions or LIMIT, or split it into steps.",
)
INVALID = Text("存储不接受这条查询（{code}）；{hint}。", "The store does not take this query ({code}); {hint}.")
INVALID_BECAUSE = Text(
    "存储不接受这条查询：{reason}（{code}）；{hint}。", "The store does not take this query: {reason} ({code}); {hint}."
)
REFUSED = Text("存储执行不了这条查询：{reason}", "the store cannot run this query: {reason}")
STORE_SAYS = Text("“{text}”", "“{text}”")
BESIDE = Text("{what} 在聚合旁边，却不是单独的一列", "{what} stands beside an aggregate and is no column of its own")
SORTED = Text(
    "聚合或 DISTINCT 之后不能再用 {what} 排序，它不在列里",
    "after an aggregate or DISTINCT nothing can be sorted by {what}, which is no column",
)
BESIDE_HINT = Text(
    "请先用 WITH 把它和聚合各作一列，再在下一个子句里合起来，{how}",
    "make it and the aggregate columns of a WITH and put them together in the next clause, {how}",
)
REWRITTEN = Text("可以改写成下面这样", "as rewritten below")
EXAMPLE = Text("例如：{query}", "for example: {query}")
UNTELLABLE = Text(
    "结果里有公元 1 至 9999 年以外的日期，无法传回；请用 toString() 转成文字。",
    "The result holds a day outside the years 1 to 9999, which cannot be handed over; make it a text with toString().",
)
UNAVAILABLE = Text("存储没有完成这条查询；请稍后再试。", "The store did not complete this query; try again later.")
UNAVAILABLE_CODE = Text(
    "存储没有完成这条查询（{code}）；请稍后再试。", "The store did not complete this query ({code}); try again later."
)
HINTS = {
    "SyntaxError": Text("请核对语法、变量名和括号", "check syntax, names of variables and brackets"),
    "ParameterMissing": Text("请给出它用到的参数", "give the parameters that it uses"),
    "TypeError": Text("请核对值的类型", "check the types of values"),
    "ArgumentError": Text("请核对函数的参数", "check the arguments of functions"),
    "ArithmeticError": Text("请核对除数和数的大小", "check divisors and the size of numbers"),
    "SemanticError": Text("请核对变量和子句的次序", "check variables and the order of clauses"),
}
HINT = Text("请核对写法", "check how it is written")
MEND = Text("请改正后再运行", "mend it and run it again")

# What is named in a query and is nowhere.
LABEL, TYPE, KEY = Text("标签", "label"), Text("关系类型", "relationship type"), Text("属性", "property")
UNKNOWN = Text(
    "图里没有{kind} {name}，也没有人定义过它；已有的见 docs/schema.md。",
    "There is no {kind} {name} in the graph, and nobody declared it; docs/schema.md lists those there are.",
)
UNKNOWN_NEAR = Text(
    "图里没有{kind} {name}，也没有人定义过它；最接近的是 {near}。",
    "There is no {kind} {name} in the graph, and nobody declared it; the nearest is {near}.",
)

# Why there is no console.
CLOSED = Text(
    "查询窗口不开放：用它的账号绕过语法检查，存储没有拒绝 {found}；请改用只读账号，并关闭存储读文件和网络的权限。",
    "The console is closed: with its credentials and past the parser the store did not refuse {found}; use credentials that can "
    "only read, and take from the store the right to read files and networks.",
)
CLOSED_LOAD = Text(
    "查询窗口不开放：绕过语法检查，存储没有拒绝 {found}；请关闭存储读文件和网络的权限（docs/stores.md），"
    "做不到时可以设 {setting}=1，只靠语法检查拒绝。",
    "The console is closed: past the parser the store did not refuse {found}; take from the store the right to read files and "
    "networks (docs/stores.md), or, where that is not possible, set {setting}=1 and leave it to the parser.",
)
REGEX = Text(
    "{where}：存储无法中途停止正则匹配；=~ 右边请直接写出文字或参数（可用 + 连接），重复的括号里不能再有重复，"
    "查询自己拼出的文字只能用一个 *、+ 或 {{n,}}；包含、开头、结尾也可以写 CONTAINS、STARTS WITH、ENDS WITH。",
    "{where}: the store cannot be stopped within a regular expression; to the right of =~ write a text or a parameter (joined by "
    "+ if need be), repeat nothing within a repetition, and on a text the query makes itself take one *, + or {{n,}} at most; "
    "CONTAINS, STARTS WITH and ENDS WITH can say the same.",
)
