# SPDX-License-Identifier: Apache-2.0 OR MIT
"""What the tool `system` says of system files by the published rules.

cases/*.txt hold files with what is to be said: `=== NAME`, the file, `--- accepted` or
`--- refused`, and the lines on standard error, in which FILE stands for the path.
"""

import pathlib
import re

import pytest

FOLDER = pathlib.Path(__file__).resolve().parent


def cases_read():
    for path in sorted((FOLDER / "cases").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        for case in text.split("\n=== ")[1:]:
            name, _, rest = case.partition("\n")
            content, _, rest = rest.partition("\n--- ")
            verdict, _, said = rest.partition("\n")
            assert verdict in ("accepted", "refused"), (path, name)
            yield pytest.param(content + "\n", verdict == "refused", said,
                               id=f"{path.stem}-{name}")


@pytest.mark.parametrize("content, is_refused, said", cases_read())
def test_case(content, is_refused, said, system_tool, tmp_path):
    path = tmp_path / "FILE"
    path.write_text(content, encoding="utf-8")
    for name, bytes_count in {"empty.bin": 0, "four.bin": 4, "large.bin": 5000}.items():
        (tmp_path / name).write_bytes(b"x" * bytes_count)
    result = system_tool("check", "--search", tmp_path, path)
    assert result.stderr.replace(str(path), "FILE").splitlines() == said.splitlines()
    assert result.returncode == (1 if is_refused else 0)
    assert result.stdout == ""


@pytest.mark.parametrize("content, said", [
    (b"", "Error: the file is empty: FILE:1:1"),
    (b"\xff\xfe<\0s\0/\0>\0", "Error: the file is not UTF-8: FILE:1:1"),
    (b"<system>\xff</system>", "Error: the file is not UTF-8: FILE:1:1"),
    (b"<system>\n\n<!-- \xc3 -->\n</system>", "Error: the file is not UTF-8: FILE:3:1"),
    (b"<system>" + b" " * 600000 + b"</system>",
     "Error: the file is larger than 512 KiB: FILE:1:1"),
    (b"<system>\n\0</system>", r"Error: failed to parse XML: .*: FILE:[12]:\d+"),
    (b"\xef\xbb\xbf<system/>",
     "Error: at least one protection domain must be defined: FILE:1:\\d+"),
], ids=["nothing", "utf_16", "utf_8_broken", "utf_8_broken_later", "large", "zero",
        "byte_order_mark"])
def test_bytes(content, said, system_tool, tmp_path):
    path = tmp_path / "FILE"
    path.write_bytes(content)
    result = system_tool("check", path)
    assert result.returncode == 1
    assert re.fullmatch(said + "\n", result.stderr.replace(str(path), "FILE"))


def test_every_error_is_told_up_to_a_limit(system_tool, tmp_path):
    path = tmp_path / "FILE"
    path.write_text("<system>" + "<foo/>" * 1500 + "</system>", encoding="utf-8")
    lines = system_tool("check", path).stderr.splitlines()
    assert len(lines) == 1001
    assert lines[-1] == "Error: there are 1501 errors, not all of them listed"


@pytest.mark.parametrize("arguments, said", [
    ([], "command: is missing"),
    (["chek"], "chek: no such command"),
    (["check"], "FILE.system is missing; see system check --help"),
    (["check", "a", "b"], "unexpected b"),
    (["check", "--serch", "a"], "unknown option --serch; see system check --help"),
    (["check", "--search"], "option --search needs a value"),
    (["build", "a.system"], "--board is missing"),
    (["build", "--board", "b", "a.system"], "-o is missing"),
])
def test_wrong_request(arguments, said, system_tool):
    result = system_tool(*arguments)
    assert result.returncode == 2
    assert len(result.stderr.splitlines()) == 1 and said in result.stderr


def test_a_file_that_is_not_there(system_tool, tmp_path):
    result = system_tool("check", tmp_path / "none.system")
    assert result.returncode == 1
    assert len(result.stderr.splitlines()) == 1
