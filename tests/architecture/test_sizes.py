"""Functions, files and packages stay small enough to be read in one go."""

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
LONGEST_FUNCTION = 40  # lines, without the docstring
LONGEST_FILE = 350  # lines
LARGEST_PACKAGE = 25  # files of its own, without __init__.py and the unit tests beside the dashboard's files

Function = ast.FunctionDef | ast.AsyncFunctionDef
FILES = sorted((ROOT / "graph_service").rglob("*.py"))


def functions(tree: ast.AST) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def length(function: Function) -> int:
    """The lines of a function from `def` to its end, without its docstring."""
    last = function.end_lineno or function.lineno
    docstring = function.body[0] if ast.get_docstring(function, clean=False) is not None else None
    return last - function.lineno + 1 - (0 if docstring is None else (docstring.end_lineno or 0) - docstring.lineno + 1)


def test_functions_are_short() -> None:
    long = {
        f"{file.relative_to(ROOT)}: {function.name}": length(function)
        for file in FILES
        for function in functions(ast.parse(file.read_text()))
        if length(function) > LONGEST_FUNCTION
    }
    assert long == {}, "move parts that have a name of their own into functions"


def test_files_are_short() -> None:
    lines = {str(file.relative_to(ROOT)): file.read_text().count("\n") for file in FILES}
    assert {file: count for file, count in lines.items() if count > LONGEST_FILE} == {}, "split the file by topic"


def test_packages_are_small() -> None:
    scripts = [file for file in (ROOT / "graph_service/web/src").rglob("*.ts*") if ".test." not in file.name]
    counts = Counter(file.parent.relative_to(ROOT).as_posix() for file in [*FILES, *scripts] if file.name != "__init__.py")
    assert {package: count for package, count in counts.items() if count > LARGEST_PACKAGE} == {}, (
        "move what belongs together into a package"
    )


def test_length_leaves_out_the_docstring() -> None:
    lines = ["def f(", "    x: int,", ") -> int:", '    """One.', "", '    Two."""', "    y = x", "    return y"]
    (function,) = functions(ast.parse("\n".join(lines)))
    assert length(function) == 5
