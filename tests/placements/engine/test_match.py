"""``havre match`` as a program: its bytes, its exit status, what it imports."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from havre.cli.match import main
from havre.placements.engine import parse, solve, stream, to_bytes

EXAMPLE = Path(__file__).parents[2] / "data" / "small.json"


def run(*arguments, stdin=b""):
    command = [sys.executable, "-m", "havre.cli.match", *map(str, arguments)]
    return subprocess.run(command, input=stdin, capture_output=True, check=False)


def test_the_example_of_the_format_is_ranked_and_assigned(capfdbinary):
    assert main([str(EXAMPLE), "--assign", "--lang", "en"]) == 0

    result = json.loads(capfdbinary.readouterr().out)
    first, second = result["results"]
    assert (first["status"], [row["place"] for row in first["candidates"]]) == ("ranked", ["S017-1"])
    assert (first["candidates"][0]["score"], first["candidates"][0]["to_call"]) == (1.0, True)
    assert [[reason["code"] for reason in row["reasons"]] for row in first["excluded"]] == [
        ["no_night_staff", "too_near", "too_near"],
        ["not_free", "too_small", "children_not_accepted", "same_network"],
    ]
    assert second["status"] == "none"
    assert second["relaxations"] == [
        {
            "change": {"horizon_days": 28},
            "opens": ["S041-1"],
            "text": "Wait until 30 March, instead of 16 March: opens 1\u00a0place.",
        }
    ]
    assert result["assignment"] == {
        "pairs": [{"request": "R1", "place": "S017-1"}],
        "unplaced": [{"request": "R2", "reason": "no_candidate"}],
        "proven": True,
    }


def test_the_same_bytes_give_the_same_bytes_from_a_file_or_a_pipe():
    from_file = run(EXAMPLE, "--assign")
    from_pipe = run("-", "--assign", stdin=EXAMPLE.read_bytes())

    assert from_file.returncode == from_pipe.returncode == 0
    assert from_file.stdout == from_pipe.stdout != b""


def test_what_is_written_piece_by_piece_is_the_result_itself():
    problem = parse(EXAMPLE.read_bytes())
    options = {"assign": True, "lang": "en", "top": 1}

    assert b"".join(stream(problem, **options)) == to_bytes(solve(problem, **options))


def test_it_works_without_django():
    code = (
        "import sys; from havre.cli.match import main; main(sys.argv[1:]);"
        "print([name for name in sys.modules if name.split('.')[0] == 'django'], file=sys.stderr)"
    )

    done = subprocess.run(
        [sys.executable, "-c", code, str(EXAMPLE), "--assign", "--output", "table"], capture_output=True, check=True
    )

    assert done.stderr.decode().strip() == "[]"


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["nowhere.json"],
        ["."],
        ["nul\0byte.json"],
        [EXAMPLE, "--top", "-1"],
        [EXAMPLE, "--top", "1.5"],
        [EXAMPLE, "--lang", "de"],
        [EXAMPLE, "--output", "xml"],
        [EXAMPLE, "--seconds", "nan"],
        [EXAMPLE, "--seconds", "-1"],
        [EXAMPLE, "--unknown"],
        [EXAMPLE, EXAMPLE],
    ],
    ids=str,
)
def test_a_wrong_option_or_an_unreadable_file_ends_with_two_and_says_why(arguments, capfdbinary):
    assert main([str(argument) for argument in arguments]) == 2

    output = capfdbinary.readouterr()
    assert output.out == b""
    assert b"havre match" in output.err


def test_a_bad_problem_ends_with_two_and_nothing_on_standard_output():
    done = run("-", "--lang", "en", stdin=b'{"format": "havre.placement/1"}')

    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode() == "havre match: at: missing, expected this key\n"


def test_the_table_is_for_people(capfdbinary):
    assert main([str(EXAMPLE), "--output", "table", "--assign", "--lang", "en"]) == 0

    lines = capfdbinary.readouterr().out.decode().splitlines()
    assert lines[0] == "R1: 1\u00a0place fits"
    assert "  Wait until 30 March, instead of 16 March: opens 1\u00a0place." in lines
    assert lines[-2:] == ["  R1  →  S017-1", "  R2  –  no place fits"]


def test_a_reader_that_has_enough_ends_it_without_a_word():
    command = [sys.executable, "-m", "havre.cli.match", str(EXAMPLE)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as done:
        done.stdout.close()
        said = done.stderr.read()

    assert (done.returncode, said) == (141, b"")
