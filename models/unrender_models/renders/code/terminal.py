"""Terminal sessions and stack traces, written from templates with a seed: what people paste into chats. Each names the frames that it holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random


@dataclass(frozen=True)
class Session:
    text: str
    kind: str
    """`terminal` or `trace`."""
    frames: list[dict[str, str | int]] = field(default_factory=list)


NAMES = (
    "worker",
    "parser",
    "client",
    "session",
    "loader",
    "index",
    "router",
    "cache",
    "models",
    "views",
    "tasks",
    "storage",
    "config",
    "main",
    "server",
)
VERBS = ("load", "read", "parse", "fetch", "resolve", "apply", "render", "connect", "validate", "dispatch", "handle", "flush")
NOUNS = ("Config", "User", "Row", "Token", "Request", "Batch", "Schema", "Entry", "Frame", "Order")
PACKAGES = ("numpy", "requests", "fastapi", "uvicorn", "pydantic", "click", "httpx", "sqlalchemy", "typer", "pandas", "rich", "attrs")
COMMITS = ("Fix off-by-one in the pager", "Add retry to uploads", "Bump version to 1.4.0", "Docs: how to run the tests", "Cache parsed headers", "Drop Python 3.8", "Refactor: split Router",
           "CI: run on arm64", "Handle empty files (#412)", "Revert \"Use WAL mode\"", "Typo", "Make --quiet really quiet")  # fmt: skip


class Writer:
    """One session's words."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.project = rng.choice(["api", "notes", "billing", "webapp", "ingest", "shop"])
        user, host = rng.choice(["ana", "dev", "kim", "lee"]), rng.choice(["laptop", "ci-03", "mini", "build"])
        self.prompt = rng.choice(
            [
                f"{user}@{host}:~/{self.project}$ ",
                "$ ",
                f"[{user}@{host} {self.project}]$ ",
                "PS C:\\src\\" + self.project + "> ",
                "% ",
                f"{user}@{host} {self.project} % ",
            ]
        )
        self.file = lambda suffix: f"{rng.choice(NAMES)}.{suffix}"

    def version(self) -> str:
        return ".".join(str(self.rng.randint(0, 14)) for _ in range(3))

    def sha(self) -> str:
        return "".join(self.rng.choice("0123456789abcdef") for _ in range(7))

    def function(self) -> str:
        return f"{self.rng.choice(VERBS)}_{self.rng.choice(NOUNS).lower()}"

    def camel(self) -> str:
        return f"{self.rng.choice(VERBS)}{self.rng.choice(NOUNS)}"

    def command(self, line: str, *output: str) -> list[str]:
        return [self.prompt + line, *output]


def listing(w: Writer) -> list[str]:
    r = w.rng
    rows = [f"{'drwxr-xr-x' if r.random() < 0.4 else '-rw-r--r--'} {r.randint(1, 12):2d} dev dev {r.randint(80, 99999):6d} {r.choice(['Jan', 'Mar', 'Nov'])} {r.randint(1, 28):2d} {r.randint(0, 23):02d}:{r.randint(0, 59):02d} {name}"
            for name in r.sample(["README.md", "Makefile", "src", "tests", "setup.cfg", "docker-compose.yml", ".env", "node_modules", "package.json", "main.go"], 5)]  # fmt: skip
    return w.command("ls -la", f"total {r.randint(8, 400)}", *rows)


def log(w: Writer) -> list[str]:
    return w.command(f"git log --oneline -{6}", *[f"{w.sha()} {text}" for text in w.rng.sample(COMMITS, 6)])


def status(w: Writer) -> list[str]:
    return w.command("git status", "On branch main", "Your branch is up to date with 'origin/main'.", "", "Changes not staged for commit:",
                     '  (use "git add <file>..." to update what will be committed)', f"        modified:   src/{w.file('py')}", f"        modified:   tests/test_{w.file('py')}", "",
                     'no changes added to commit (use "git add" and/or "git commit -a")')  # fmt: skip


def install(w: Writer) -> list[str]:
    name = w.rng.choice(PACKAGES)
    size, version = w.rng.randint(60, 900), w.version()
    return w.command(f"pip install {name}", f"Collecting {name}", f"  Downloading {name}-{version}-py3-none-any.whl ({size} kB)",
                     f"Installing collected packages: {name}", f"Successfully installed {name}-{version}")  # fmt: skip


def disk(w: Writer) -> list[str]:
    r = w.rng
    rows = [f"{name:<14} {size:>5}G {size * used // 100:>5}G {size - size * used // 100:>5}G {used:>3}% {mount}" for name, mount in (("/dev/nvme0n1p2", "/"), ("/dev/nvme0n1p1", "/boot"), ("tmpfs", "/run"))
            for size, used in [(r.randint(1, 900), r.randint(1, 99))]]  # fmt: skip
    return w.command("df -h", f"{'Filesystem':<14} {'Size':>6} {'Used':>6} {'Avail':>6} {'Use%':>4} Mounted on", *rows)


def tests(w: Writer) -> list[str]:
    r = w.rng
    rows = [f"tests/test_{name}.py {'.' * r.randint(3, 20)}" for name in r.sample(NAMES, 4)]
    return w.command("pytest -q", *rows, f"{r.randint(20, 90)} passed, {r.randint(1, 4)} skipped in {r.random() * 9:.2f}s")


def curl(w: Writer) -> list[str]:
    r = w.rng
    return w.command(
        f"curl -s http://localhost:{r.choice([3000, 8000, 8080])}/health | jq .",
        "{",
        f'  "status": "{r.choice(["ok", "degraded"])}",',
        f'  "uptime": {r.randint(10, 90000)},',
        f'  "version": "{w.version()}"',
        "}",
    )


def kubectl(w: Writer) -> list[str]:
    r = w.rng
    rows = [f"{f'{name}-{w.sha()[:5]}':<18}  1/1    Running   {r.randint(0, 9):<9}  {r.randint(1, 300)}d" for name in r.sample(NAMES, 4)]
    return w.command("kubectl get pods", f"{'NAME':<18}  READY  STATUS    RESTARTS   AGE", *rows)


def session(rng: Random) -> Session:
    w = Writer(rng)
    rows = [row for part in rng.sample([listing, log, status, install, disk, tests, curl, kubectl], rng.choice([2, 3])) for row in part(w)]
    return Session("\n".join([*rows, w.prompt.rstrip()]) + "\n", "terminal")


def python_trace(w: Writer) -> Session:
    rows, frames = ["Traceback (most recent call last):"], list[dict[str, str | int]]()
    for depth in range(w.rng.randint(3, 5)):
        path, line = f"/srv/{w.project}/{'' if depth == 0 else 'app/'}{w.file('py')}", w.rng.randint(3, 480)
        rows += [
            f'  File "{path}", line {line}, in {"<module>" if depth == 0 else w.function()}',
            f"    {w.rng.choice(['return ', '', 'result = '])}{w.rng.choice(NAMES)}.{w.function()}({w.rng.choice(NAMES)})",
        ]
        frames.append({"path": path, "line": line})
    rows.append(
        w.rng.choice(
            [
                "ValueError: invalid literal for int() with base 10: 'l0'",
                "KeyError: 'user_id'",
                "TypeError: 'NoneType' object is not subscriptable",
                "FileNotFoundError: [Errno 2] No such file or directory: 'settings.toml'",
            ]
        )
    )
    return Session("\n".join(rows) + "\n", "trace", frames)


def node_trace(w: Writer) -> Session:
    where = [(f"/app/src/{w.file('js')}", w.rng.randint(2, 300), w.rng.randint(1, 60)) for _ in range(w.rng.randint(3, 6))]
    path, line, _ = where[0]
    rows = [f"{path}:{line}", f"    throw new Error(`unknown key ${{{w.rng.choice(NAMES)}}}`);", "    ^", "", "Error: unknown key timeout"]
    rows += [f"    at {w.rng.choice(['Object.', 'async ', '', 'new '])}{w.camel()} ({p}:{n}:{c})" for p, n, c in where]
    rows += ["    at process.processTicksAndRejections (node:internal/process/task_queues:105:5)", "", "Node.js v22.14.0"]
    frames: list[dict[str, str | int]] = [{"path": path, "line": line}]
    frames += [{"path": p, "line": n, "column": c} for p, n, c in where]
    return Session("\n".join(rows) + "\n", "trace", frames)


def java_trace(w: Writer) -> Session:
    rows, frames = (
        [
            f'Exception in thread "main" java.lang.{w.rng.choice(["IllegalStateException: closed", "NullPointerException", "NumberFormatException: For input string: 1O"])}'
        ],
        list[dict[str, str | int]](),
    )
    for depth in range(w.rng.randint(4, 7)):
        name = w.rng.choice(NOUNS) + w.rng.choice(["Service", "Reader", "Handler"])
        line = w.rng.randint(12, 640)
        rows.append(f"    at com.example.{w.project}.{name}.{w.camel()}({name}.java:{line})")
        frames.append({"path": f"{name}.java", "line": line})
        if depth == 3 and w.rng.random() < 0.5:
            rows.append("Caused by: java.io.IOException: Connection reset by peer")
    rows.append(f"    ... {w.rng.randint(2, 30)} more")
    return Session("\n".join(rows) + "\n", "trace", frames)


def go_trace(w: Writer) -> Session:
    rows, frames = (
        ["panic: runtime error: index out of range [5] with length 3", "", "goroutine 1 [running]:"],
        list[dict[str, str | int]](),
    )
    for _ in range(w.rng.randint(2, 4)):
        path, line = f"/home/dev/{w.project}/{w.file('go')}", w.rng.randint(8, 300)
        rows += [f"main.{w.camel()}(0xc0000{w.sha()[:5]}, 0x{w.rng.randint(1, 9)})", f"        {path}:{line} +0x{w.rng.randint(16, 500):x}"]
        frames.append({"path": path, "line": line})
    rows.append("exit status 2")
    return Session("\n".join(rows) + "\n", "trace", frames)


def compiler(w: Writer) -> Session:
    rows, frames = [w.prompt + "make"], list[dict[str, str | int]]()
    for _ in range(3):
        path, line, column = f"src/{w.file('c')}", w.rng.randint(4, 500), w.rng.randint(3, 30)
        rows += [f"{path}:{line}:{column}: {w.rng.choice(['error: expected ; before return', 'warning: unused variable tmp [-Wunused-variable]', 'error: len undeclared (first use in this function)'])}",
                 f"{line:5d} |     int {w.rng.choice(NAMES)} = {w.function()}(buf, {w.rng.randint(0, 99)});", "      |         ^~~~"]  # fmt: skip
        frames.append({"path": path, "line": line, "column": column})
    rows.append("make: *** [Makefile:12: all] Error 1")
    return Session("\n".join(rows) + "\n", "trace", [*frames, {"path": "Makefile", "line": 12}])


def trace(rng: Random) -> Session:
    w = Writer(rng)
    made = rng.choice([python_trace, node_trace, java_trace, go_trace, compiler])(w)
    if made.text.startswith(w.prompt) or rng.random() < 0.5:
        return made
    command = {"Trac": "python main.py", "/app": "node src/index.js", "Exce": "java -jar app.jar", "pani": "go run ."}[made.text[:4]]
    return Session(f"{w.prompt}{command}\n{made.text}", made.kind, made.frames)
