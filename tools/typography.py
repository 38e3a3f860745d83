"""French typography: no-break spaces and curly apostrophes in templates, translated strings, guides, pages of the library.

python tools/typography.py          # lists what is wrong, exit 1
python tools/typography.py --fix    # writes it right
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent / "src" / "havre"
NBSP = "\u00a0"
TRANSLATED = {"_", "lazy", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}

_RULES = (
    (re.compile(r"(?<=[\w»)’}\]%…”>]) (?=[:;?!»](?:[\s<\"'{.,)]|$))"), NBSP),
    (re.compile(r"« "), "«" + NBSP),
    (re.compile(r"(?<=\d) (?=(?:h|min|km|€|%)(?![\w’%}]))"), NBSP),
    (re.compile(r"(?<=\d h) (?=\d\d\b)"), NBSP),
    (re.compile(r"(?<=\d" + NBSP + r"h) (?=\d\d\b)"), NBSP),
    (re.compile(r"(?<=[a-zà-ÿœ])'(?=[a-zà-ÿœ])"), "’"),
)
_COMMENT = re.compile(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}", re.S)


def right(text: str) -> str:
    """The text as it should be written."""
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text


def right_template(text: str) -> str:
    """The same for a template, whose comments are left alone."""
    kept = _COMMENT.findall(text)
    pieces = [right(piece) for piece in _COMMENT.split(text)]
    return pieces[0] + "".join(comment + piece for comment, piece in zip(kept, pieces[1:], strict=True))


def _translated_strings(tree: ast.AST) -> Iterator[ast.Constant]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in TRANSLATED:
            for argument in node.args:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield argument


def _offsets(source: str) -> list[int]:
    starts = [0]
    for line in source.encode().splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    return starts


def right_python(source: str) -> str:
    """The same for a module, only inside the strings that are translated."""
    data, starts = source.encode(), _offsets(source)
    found = sorted(
        _translated_strings(ast.parse(source)), key=lambda node: (node.lineno, node.col_offset), reverse=True
    )
    for node in found:
        begin = starts[node.lineno - 1] + node.col_offset
        end = starts[(node.end_lineno or node.lineno) - 1] + (node.end_col_offset or 0)
        data = data[:begin] + right(data[begin:end].decode()).encode() + data[end:]
    return data.decode()


def faults(root: Path = ROOT) -> Iterator[tuple[Path, str]]:
    """Each file that is not written right, with how it should read."""
    for path in sorted([*root.rglob("guides/fr/*.toml"), *root.rglob("start/fr/*.md")]):
        text = path.read_text()
        if (better := right(text)) != text:
            yield path, better
    for path in sorted(root.rglob("*.html")):
        text = path.read_text()
        if (better := right_template(text)) != text:
            yield path, better
    for path in sorted(root.rglob("*.py")):
        text = path.read_text()
        if "migrations" not in path.parts and (better := right_python(text)) != text:
            yield path, better


def main() -> int:
    found = list(faults())
    for path, better in found:
        if "--fix" in sys.argv[1:]:
            path.write_text(better)
        sys.stdout.write(f"{path}\n")
    return int(bool(found) and "--fix" not in sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
