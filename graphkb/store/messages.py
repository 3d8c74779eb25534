"""What the store says: why it cannot be started, reached, read or written, and what to do, in both languages."""

from __future__ import annotations

from graphkb.languages import Text

READ_ONLY = Text(
    "存储是只读的，不能写入；请改为可写，或换一个存储（GRAPHKB_STORE）。",
    "The store is read-only. Make it writable, or take another one (GRAPHKB_STORE).",
)
FULL = Text(
    "存储无法写入：请检查磁盘空间和权限，腾出空间后重启存储再试。",
    "The store cannot write: check disk space and rights, make room, restart the store and try again.",
)
READER = Text("这个连接只能读取；要写入，请用有写入权限的连接。", "This connection only reads. Take one that may write.")
NO_LEADER = Text(
    "连到的成员不能写入；集群请用 neo4j:// 地址，由驱动找到可写的成员。",
    "This member of the cluster cannot write. Use a neo4j:// address, so that the driver finds the one that can.",
)
WITH_LOG = Text("{what}引擎的日志：{log}", "{what} The log of the engine: {log}")
NO_ACCESS = Text(
    "存储不接受这个用户名和密码；请检查 GRAPHKB_USER 和 GRAPHKB_PASSWORD。",
    "The store does not accept this user and password. Check GRAPHKB_USER and GRAPHKB_PASSWORD.",
)
FIRST_PASSWORD = Text(
    "存储要求先修改初始密码；请修改后再设置 GRAPHKB_PASSWORD。",
    "The store wants its first password changed. Change it, then set GRAPHKB_PASSWORD.",
)
TOO_OFTEN = Text(
    "密码错误次数过多，存储暂时拒绝登录；请稍后再试。",
    "Too many wrong passwords: the store refuses for a while. Try again later.",
)
NO_DATABASE = Text("存储中没有这个数据库；请检查 GRAPHKB_DATABASE。", "The store has no such database. Check GRAPHKB_DATABASE.")

IN_USE = Text("数据正被另一个进程使用；请先停止它，再重试。", "Another process uses the data. Stop it first, then try again.")
DISK_FULL = Text(
    "磁盘已满，引擎无法启动；请先腾出空间，再重试。", "The disk is full, so the engine cannot start. Make room, then try again."
)
NO_RIGHTS = Text(
    "数据目录不可写；请检查权限，或换一个目录（环境变量 GRAPHKB_HOME）。",
    "The folder of the data cannot be written. Check its rights, or take another folder (GRAPHKB_HOME).",
)
NO_MEMORY = Text("内存不够；请减小 GRAPHKB_HEAP（如 512m）。", "Not enough memory. Make GRAPHKB_HEAP smaller (512m).")
DAMAGED = Text("数据文件已损坏，无法打开；请从备份恢复。", "The files of the data are damaged. Restore them from a backup.")
OTHER_VERSION = Text(
    "数据是另一个版本的引擎写的；请用那个版本打开。",
    "The data were written by another version of the engine. Open them with that one.",
)
AT = Text("{place}：{what}", "{place}: {what}")

UNKNOWN = Text("未知", "unknown")
NOT_NEO4J = Text(
    "{uri} 上的服务（{agent}）不是 Neo4j；请检查 GRAPHKB_STORE。", "What serves {uri} ({agent}) is no Neo4j. Check GRAPHKB_STORE."
)
TOO_OLD = Text(
    "{uri} 的版本是 {version}，太旧；请升级到 {oldest} 或更新的版本。",
    "{uri} is of version {version}, which is too old. Upgrade it to {oldest} or later.",
)
OUTCOME_UNKNOWN = Text(
    "与存储 {uri} 的连接在提交时断开，这一批是否写入尚不清楚；请重新运行，程序会自行核对。",
    "The connection to {uri} broke while it committed, so it is not known whether this batch is in. Run it "
    "again: it checks by itself.",
)
NO_ANSWER = Text(
    "存储 {uri} 在 {seconds} 秒内没有答复；请检查它是否停住或过载，再重试。",
    "The store {uri} did not answer within {seconds:second}. Check whether it hangs or has too much to do, then try again.",
)
OUT_OF_TIME = Text(
    "存储 {uri} 因超时中止了这条语句；请缩小范围后重试。",
    "The store {uri} stopped this statement, out of time. Narrow it and try again.",
)
OUT_OF_MEMORY = Text(
    "存储 {uri} 的内存不够用（{code}）；请缩小范围，或加大 GRAPHKB_HEAP（如 6g）后重启存储。",
    "The store {uri} has not enough memory ({code}). Narrow the question, or give it more with GRAPHKB_HEAP (6g) and restart it.",
)
NOT_TAKEN = Text("存储不接受这条语句（{code}）：{error}", "The store does not take this statement ({code}): {error}")
NOT_DONE = Text(
    "存储 {uri} 没有完成这条语句（{code}）；请稍后重试，并查看它的日志。",
    "The store {uri} did not finish this statement ({code}). Try again later, and look into its log.",
)
WRONG_ADDRESS = Text("存储地址或参数不对（{uri}）：{error}", "The address of the store or a parameter is wrong ({uri}): {error}")
NOT_REACHED = Text(
    "连不上存储 {uri}；请检查它是否在运行、地址和端口是否正确。",
    "The store {uri} cannot be reached. Check whether it runs, and its address and port.",
)
NOT_REACHED_HERE = Text(
    "连不上存储 {uri}；请重试；它会自动重新启动。", "The store {uri} cannot be reached. Try again: it starts again by itself."
)

NO_MIRROR = Text(
    "环境变量 GRAPHKB_MAVEN 的值“{named}”不是地址；请写成 https:// 开头的 Maven 镜像地址，或取消这个变量。",
    "GRAPHKB_MAVEN is {named}, which is no address. Write that of a Maven mirror (https://…), or unset it.",
)
NOT_THERE = Text(
    "{address} 上没有 {path}（{code}）；请检查 GRAPHKB_MAVEN 是否是完整的 Maven 镜像。",
    "{address} has no {path} ({code}). Check whether GRAPHKB_MAVEN is a whole Maven mirror.",
)
SPOILED = Text(
    "{address}/{path} 的内容与锁定清单不符，没有使用；请换一个镜像（GRAPHKB_MAVEN）后重试。",
    "{address}/{path} is not what the lock file says and was not used. Take another mirror (GRAPHKB_MAVEN) and try again.",
)
NOT_FETCHED = Text(
    "从 {address} 取 {name} 没有成功（{why}）；请检查网络、代理和 GRAPHKB_MAVEN 后重试，已取到的会保留。"
    "没有网络时见 graphkb store fetch --to。",
    "{name} could not be fetched from {address} ({why}). Check network, proxy and GRAPHKB_MAVEN and try again; "
    "what came is kept. "
    "Without network see graphkb store fetch --to.",
)
NO_JARS = Text(
    "GRAPHKB_ENGINE 指的文件夹里没有完整的 Neo4j {version}（{folder}：{fault}）；"
    "请在有网络的机器上运行 graphkb store fetch --to 文件夹，再整个拷过来。",
    "The folder of GRAPHKB_ENGINE has no whole Neo4j {version} ({folder}: {fault}). "
    "Run graphkb store fetch --to FOLDER on a machine with network and carry all of it over.",
)
FETCHING = Text(
    "正在取 Neo4j {version}（{size} MB，许可 {licence}，不属于本产品），来自 {source}，放到 {folder}。",
    "Fetching Neo4j {version} ({size} MB, licence {licence}, no part of this product) from {source} into {folder}.",
)
JAR_SIZE, JAR_MISSING = Text("{jar} 大小不符", "{jar} has another size"), Text("缺少 {jar}", "{jar} is missing")
JAR_CONTENT = Text("{jar} 内容不符", "{jar} has another content")

NO_JAVA = Text(
    "GRAPHKB_JAVA 指的“{named}”不是能运行的 Java；请写 java 程序或其安装目录，或取消这个变量。",
    "GRAPHKB_JAVA is {named}, which is no Java that runs. Name the program java or the folder it is installed in, or unset it.",
)
OLD_JAVA = Text(
    "GRAPHKB_JAVA 指的 {program} 是 Java {version}；需要 Java {oldest} 或更新的版本，或取消这个变量。",
    "GRAPHKB_JAVA is {program}, a Java {version}. Java {oldest} or later is needed; or unset it.",
)
NO_SIZE = Text(
    "环境变量 {name} 的值“{given}”不是内存大小；请写成 512m 或 6g 这样。",
    "{name} is {given}, which is no size of memory. Write it as 512m or 6g.",
)
NO_RELEASE = Text(
    "环境变量 GRAPHKB_NEO4J 的值“{named}”不是可用的版本线；可用的是 {known}。",
    "GRAPHKB_NEO4J is {named}, which is no release line. There are {known}.",
)
EMBEDDED = Text(
    "{folder} 是旧版内置引擎的数据，本版不能读取；请重新装载台账，核对后可以删除这个文件夹。",
    "{folder} holds data of the former embedded engine, which this version cannot read. Load the ledgers "
    "again; then it can be deleted.",
)
OWN_JAVA = Text(
    "Neo4j {name} 需要自备的 Java {java} 或更新的版本；请用环境变量 GRAPHKB_JAVA 指明。",
    "Neo4j {name} needs a Java {java} or later of your own. Name it with GRAPHKB_JAVA.",
)
NO_MODULES = Text(
    "{java} 缺少 Neo4j {name} 需要的模块 {modules}；请用 GRAPHKB_JAVA 指另一个 Java。",
    "{java} lacks modules that Neo4j {name} needs: {modules}. Name another Java with GRAPHKB_JAVA.",
)
NEVER_STARTED = Text(
    "这里的 Neo4j 还没有启动过；请先运行 graphkb store start。",
    "The Neo4j here was never started. Run graphkb store start first.",
)
NOT_LISTENING = Text("它还没有监听。", "It does not listen yet.")
NOT_STARTED = Text(
    "{title}没有启动起来；原因在日志 {log} 的末尾。", "{title} did not start. The reason stands at the end of {log}."
)
NOT_READY = Text(
    "{title}启动超过 {seconds} 秒仍未就绪：{trouble}日志在 {log}。",
    "{title} is not ready after {seconds:second}: {trouble} Its log is {log}.",
)

NO_STORE = Text(
    "存储“{named}”不是可用的写法；请写 local，或 bolt://、neo4j://、neo4j+s:// 开头的地址。",
    "{named} names no store. Write local, or an address that begins with bolt://, neo4j:// or neo4j+s://.",
)
USER_IN_ADDRESS = Text(
    "存储地址里不要写用户名和密码；请用环境变量 GRAPHKB_USER 和 GRAPHKB_PASSWORD。",
    "An address of a store holds no user and no password. Set GRAPHKB_USER and GRAPHKB_PASSWORD.",
)
NO_USER = Text("使用存储 {address} 需要用户名；请设置环境变量 {user}。", "The store {address} needs a user. Set {user}.")
NO_PASSWORD = Text("缺少密码；请设置环境变量 {name} 或 {name}_FILE。", "The password is missing. Set {name} or {name}_FILE.")
NO_PASSWORD_FILE = Text(
    "读不到密码文件 {path}（{name}_FILE）：{error}", "The file of the password, {path} ({name}_FILE), cannot be read: {error}"
)
NEWER_FILE = Text(
    "{path} 是第 {form} 种格式，由更新的版本写成，本版只认到第 {known} 种；请升级 graphkb 后再用。",
    "{path} is of form {form}, written by a later version; this one knows forms up to {known}. Upgrade graphkb.",
)

NO_ROOM = Text("磁盘已满，请先腾出空间", "the disk is full. Make room first")
NO_QUOTA = Text("磁盘配额已用完，请先腾出空间", "the quota of the disk is used up. Make room first")
READ_ONLY_DISK = Text(
    "文件系统是只读的，请换一个可写的目录（环境变量 GRAPHKB_HOME）",
    "the file system is read-only. Take a folder that can be written (GRAPHKB_HOME)",
)
NOT_PERMITTED = Text(
    "没有权限，请检查目录的属主和权限，或换一个目录（环境变量 GRAPHKB_HOME）",
    "no rights. Check the owner and the rights of the folder, or take another one (GRAPHKB_HOME)",
)
NOT_A_FOLDER = Text(
    "路径中有一段不是目录，请换一个目录（环境变量 GRAPHKB_HOME）",
    "a part of the path is no folder. Take another one (GRAPHKB_HOME)",
)
IS_A_FILE = Text(
    "路径已存在但不是目录，请换一个目录（环境变量 GRAPHKB_HOME）", "it is there and no folder. Take another one (GRAPHKB_HOME)"
)
NOT_WRITTEN = Text("无法写入 {path}：{cause}。", "{path} cannot be written: {cause}.")
OPEN_TO_OTHERS = Text(
    "{path} 能被其他用户读取；请运行 chmod 600 {path} 后重试。", "Others can read {path}. Run chmod 600 {path} and try again."
)
NOT_READ = Text(
    "无法读取 {path}：{error}；请检查这个文件，必要时把它移走后重试。",
    "{path} cannot be read: {error}. Look at it, move it away if need be, and try again.",
)
NO_SECRETS = Text(
    "{path} 不见了，数据还在，没有它打不开；请从备份放回这个文件，"
    "或换一个目录（环境变量 GRAPHKB_HOME）再用 graphkb store restore 恢复。",
    "{path} is gone while the data are there, and nobody opens them without it. Put it back from a copy, or take another folder "
    "(GRAPHKB_HOME) and graphkb store restore.",
)
NO_HOME = Text(
    "环境变量 GRAPHKB_HOME 的值“{named}”不能作目录：{error}；请换一个目录。",
    "GRAPHKB_HOME is {named}, which can be no folder: {error}. Take another one.",
)
NOT_OURS = Text(
    "{path} 的内容不是本程序写的；请检查这个文件，必要时把它移走后重试。",
    "{path} holds what this program did not write. Look at it, move it away if need be, and try again.",
)
BUSY = Text(
    "另一个 graphkb 进程一直占用 {path}；请等它结束后重试。", "Another graphkb process holds {path}. Try again when it has ended."
)

CAN_WRITE = Text("能写入并读回", "writes and reads it back")
CANNOT_READ_BACK = Text(
    "写入的内容读不回来，请重启存储后再检查", "what was written cannot be read back. Restart the store and check again"
)
NODES, RELATIONSHIPS = Text("节点数", "nodes"), Text("关系数", "relationships")
NO_CONSTRAINT = Text(
    "编码没有唯一约束，请重新运行一次 graphkb load 建立",
    "no constraint keeps codes unique. Run graphkb load once, which makes it",
)
DOUBLED, BARE = Text("有重复的编码", "codes are there twice"), Text("没有编码的节点", "nodes without a code")
DANGLING = Text("缺少一端编码的关系", "relationships with an end that has no code")
