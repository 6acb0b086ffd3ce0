# SPDX-License-Identifier: Apache-2.0 OR MIT
"""The front door: usage, and how bad usage ends."""

import subprocess

import pytest

VERBS = ["run", "test", "bench", "size", "check", "fuzz", "new"]

# Command line, what the one line of reason must contain.
BAD_USAGE = [
    (["frobnicate"], "unknown verb 'frobnicate'"),
    (["run", "--board", "pdp-11"], "unknown board 'pdp-11'"),
    (["run", "--board"], "--board: expected one argument"),
    (["run", "--app", "no-such-file.tab"], "no such file: no-such-file.tab"),
    (["run", "--app", "README.md"], "neither a .tbf nor a .tab"),
    (["run", "--app"], "--app: expected one argument"),
    (["run", "--timeout"], "--timeout: expected one argument"),
    (["run", "--timeout", "soon"], "'soon' is not a number of seconds"),
    (["run", "--timeout", "0"], "'0' is not a number of seconds"),
    (["run", "--timeout", "-3"], "'-3' is not a number of seconds"),
    (["run", "--timeout", "nan"], "'nan' is not a number of seconds"),
    (["run", "--timeout", "1e999"], "'1e999' is not a number of seconds"),
    (["run", "--timeout", "1", "--expect", "("], "'(' is not a regular expression"),
    (["run", "--timeout", "1", "--expect"], "--expect: expected one argument"),
    (["run", "--expect", "x"], "--expect needs --timeout"),
    (["run", "--focus", "two words"], "no spaces"),
    (["run", "--focus", ""], "no spaces"),
    (["run", "--boa", "mps2-an386"], "unrecognized arguments"),
    (["run", "surplus"], "unrecognized arguments: surplus"),
    (["test", "one", "two"], "unrecognized arguments: two"),
    (["test", "--board", "pdp-11"], "unknown board 'pdp-11'"),
    (["bench", "--board", "pdp-11"], "unknown board 'pdp-11'"),
    (["size", "--board", "pdp-11"], "unknown board 'pdp-11'"),
    (["run", "--board", "a/b"], "unknown board 'a/b'"),
    (["run", "--board", ""], "unknown board ''"),
    (["run", "--board", "mps2-an386-smepmp"], "unknown board 'mps2-an386-smepmp'"),
    (["bench", "--all", "--board", "mps2-an386"], "--all is for all boards"),
    (["check", "everything"], "unrecognized arguments: everything"),
    (["fuzz"], "arguments are required: target"),
    (["fuzz", "everything"], "unknown target 'everything' (targets: images, ipc_calls,"),
    (["fuzz", "images", "--seconds"], "--seconds: expected one argument"),
    (["fuzz", "images", "--seconds", "0"], "'0' is not a number above 0"),
    (["fuzz", "images", "--seconds", "-1"], "'-1' is not a number above 0"),
    (["fuzz", "images", "--runs", "many"], "'many' is not a number above 0"),
    (["fuzz", "images", "--input", "no-such-file"], "no such file: no-such-file"),
    (["fuzz", "images", "--runs", "1", "--seconds", "1"], "not allowed with argument"),
]


def bh(root, *words):
    return subprocess.run([root / "bh", *words], cwd=root, capture_output=True, text=True,
                          stdin=subprocess.DEVNULL, timeout=60, check=False)


@pytest.mark.parametrize("verb", VERBS)
def test_verb_has_help(root, verb):
    result = bh(root, verb, "--help")
    assert result.returncode == 0
    assert result.stdout.startswith(f"usage: ./bh {verb}")


def test_help_names_every_verb(root):
    result = bh(root, "--help")
    assert result.returncode == 0
    assert all(f"\n  {verb} " in result.stdout for verb in VERBS)


def test_no_verb_is_bad_usage(root):
    result = bh(root)
    assert result.returncode == 2
    assert result.stderr.startswith("usage:")


@pytest.mark.parametrize("words, reason", BAD_USAGE, ids=[" ".join(case[0]) for case in BAD_USAGE])
def test_bad_usage_ends_with_2_and_one_line(root, words, reason):
    result = bh(root, *words)
    assert result.returncode == 2
    assert reason in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert result.stdout == ""
