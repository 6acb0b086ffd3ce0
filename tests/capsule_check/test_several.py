# SPDX-License-Identifier: Apache-2.0 OR MIT
"""One call of the checker for several capsules: each is judged on its own."""

import re

import checker
import pytest

TRUSTED = ["--trusted", str(checker.VIEWS / "capsules")]

INCLUDE = "#include <capsule.h>\n"
CLEAN = INCLUDE + """
void NAME_init(void);
void NAME_init(void)
{
}
"""
# Each is a breach in the first capsule only because the second one is somebody else.
CALLS_OTHER = INCLUDE + """
void second_step(void);
void first_init(void);
void first_init(void)
{
    second_step();
}
"""
STEP = INCLUDE + """
void second_step(void);
void second_step(void)
{
}
"""
WARNS = INCLUDE + """
void NAME_init(void);
void NAME_init(void)
{
    uint32_t unused;
}
"""


def write(folder, texts):
    """Lays out capsules; returns the words that name them."""
    words = []
    for name, text in texts:
        (folder / name).mkdir(exist_ok=True)
        source = folder / name / f"{name}.c"
        source.write_text("// SPDX-License-Identifier: Apache-2.0 OR MIT\n"
                          + text.replace("NAME", name), encoding="utf-8")
        words += ["--capsule", name, str(source)]
    return words


def run(words):
    return checker.run(*TRUSTED, *words, "--", *checker.clang_flags())


def rules(result):
    assert result.stderr == ""
    found = re.findall(r"^.*?([a-z]+)\.c:\d+:\d+: ([a-z-]+): ", result.stdout, re.MULTILINE)
    assert len(found) == len(result.stdout.splitlines()), result.stdout
    return found


@pytest.mark.parametrize("texts, expected", [
    ([("first", CLEAN), ("second", CLEAN)], []),
    ([("first", WARNS), ("second", CLEAN)], [("first", "warning")]),
    ([("first", CLEAN), ("second", WARNS)], [("second", "warning")]),
    ([("first", WARNS), ("second", WARNS)], [("first", "warning"), ("second", "warning")]),
    ([("first", CALLS_OTHER), ("second", STEP)], [("first", "call"), ("first", "extern")]),
    ([("second", STEP), ("first", CALLS_OTHER)], [("first", "call"), ("first", "extern")]),
], ids=["none", "first", "last", "both", "call_of_later", "call_of_earlier"])
def test_each_is_judged_on_its_own(texts, expected, tmp_path):
    result = run(write(tmp_path, texts))
    assert sorted(rules(result)) == expected, result.stdout
    assert result.returncode == (1 if expected else 0)


def test_file_that_is_not_there_hides_nothing(tmp_path):
    words = write(tmp_path, [("second", WARNS)])
    result = run(["--capsule", "first", str(tmp_path / "first.c"), *words])
    assert result.returncode == 2
    assert "second.c:" in result.stdout


@pytest.mark.parametrize("words", [
    ["--types", "folder", "--capsule", "first", "first.c"],
    ["first.c", "--capsule", "first"],
    ["--capsule", "first", "--capsule", "second", "second.c"],
    ["--capsule", "first", "first.c", "--types", "folder", "other.c"],
], ids=" ".join)
def test_usage(words):
    result = run(words)
    assert (result.returncode, result.stdout) == (2, "")
    assert len(result.stderr.splitlines()) == 1, result.stderr
