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
# Together they would be a recursion: the files are called alike, and so are the functions.
CALLS_STEP = INCLUDE + """
static void step(void);
static void turn(void)
{
    step();
}
static void step(void)
{
}
void NAME_init(void);
void NAME_init(void)
{
    turn();
}
"""
CALLS_TURN = INCLUDE + """
static void turn(void);
static void step(void)
{
    turn();
}
static void turn(void)
{
}
void NAME_init(void);
void NAME_init(void)
{
    step();
}
"""
CALLS_ITSELF = INCLUDE + """
static void step(void)
{
    if (time_hz() > 1) {
        step();
    }
}
void NAME_init(void);
void NAME_init(void)
{
    step();
}
"""
# Two types for the grants of one capsule are a breach.
GRANT = """#include "NAME.h"
struct TYPE {
    uint32_t count;
};
void NAME_command(struct command *command)
{
    enum error error = ERROR_NONE;
    WITH_GRANT(struct TYPE, client, command->process, error)
    {
        client->count++;
    }
    command_result(command, error);
}
"""
GRANT_HEADER = INCLUDE + """
enum { FIRST_GRANT_BYTES = 8, SECOND_GRANT_BYTES = 8 };
void NAME_command(struct command *command);
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
        source = folder / name / "main.c"
        source.write_text("// SPDX-License-Identifier: Apache-2.0 OR MIT\n"
                          + text.replace("NAME", name), encoding="utf-8")
        if text.startswith('#include "NAME.h"'):
            (folder / name / f"{name}.h").write_text(
                checker.FIRST_LINE + "#pragma once\n" + GRANT_HEADER.replace("NAME", name),
                encoding="utf-8")
        words += ["--capsule", name, str(source)]
    return words


def run(words):
    return checker.run(*TRUSTED, *words, "--", *checker.clang_flags())


def rules(result):
    assert result.stderr == ""
    found = re.findall(r"^.*?([a-z]+)/main\.c:\d+:\d+: ([a-z-]+): ", result.stdout, re.MULTILINE)
    assert len(found) == len(result.stdout.splitlines()), result.stdout
    return found


@pytest.mark.parametrize("texts, expected", [
    ([("first", CLEAN), ("second", CLEAN)], []),
    ([("first", WARNS), ("second", CLEAN)], [("first", "warning")]),
    ([("first", CLEAN), ("second", WARNS)], [("second", "warning")]),
    ([("first", WARNS), ("second", WARNS)], [("first", "warning"), ("second", "warning")]),
    ([("first", CALLS_OTHER), ("second", STEP)], [("first", "call"), ("first", "extern")]),
    ([("second", STEP), ("first", CALLS_OTHER)], [("first", "call"), ("first", "extern")]),
    ([("first", CALLS_STEP), ("second", CALLS_TURN)], []),
    ([("first", CALLS_ITSELF), ("second", CALLS_STEP)], [("first", "recursion")]),
    ([("first", CALLS_STEP), ("second", CALLS_ITSELF)], [("second", "recursion")]),
    ([("first", GRANT.replace("TYPE", "one")), ("second", GRANT.replace("TYPE", "two"))], []),
], ids=["none", "first", "last", "both", "call_of_later", "call_of_earlier", "static_names",
        "recursion_of_first", "recursion_of_last", "types_of_grants"])
def test_each_is_judged_on_its_own(texts, expected, tmp_path):
    result = run(write(tmp_path, texts))
    assert sorted(rules(result)) == expected, result.stdout
    assert result.returncode == (1 if expected else 0)


def test_file_that_is_not_there_hides_nothing(tmp_path):
    words = write(tmp_path, [("second", WARNS)])
    result = run(["--capsule", "first", str(tmp_path / "first.c"), *words])
    assert result.returncode == 2
    assert "second/main.c:" in result.stdout


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
