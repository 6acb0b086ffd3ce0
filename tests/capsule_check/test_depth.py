# SPDX-License-Identifier: Apache-2.0 OR MIT
"""What lies deep inside of others, and what gets long by itself, has an answer, and never ends the
checker.

Clang goes down into a text by recursion, and so does the checker. Up to some depth a program is
accepted, from there on a line of it is named, and at last only the file, since Clang itself came to
its end.
"""

import re

import pytest
from checker import run_on

ACCEPTED, DEPTH, FAR_TOO_DEEP = 100, 600, 100000

INCLUDE = '#include "example.h"\n\n'
FINDING = re.compile(r"^[^:\n]+/example\.c:\d+:\d+: ([a-z-]+): \S.*$")
END = re.compile(r"^capsule-check: [^:\n]+/example\.c: [^\n]+$", re.MULTILINE)


def lines(texts):
    return "\n".join(texts)


def body(text):
    """A program whose function `step` this text is the body of."""
    return f"""
static uint32_t step(uint32_t a)
{{
{text}
    return a;
}}

void example_init(void)
{{
    (void)step(1);
}}
"""


def value(text):
    return body(f"a = {text};")


# {what it is: (text of so many, what is said of DEPTH of them)}.
DEEP = {
    "sum_of_numbers": (lambda n: "enum { SUM = " + "\n+ ".join(["1"] * n) + " };\n", "construct"),
    "sum_in_a_function": (lambda n: value("\n+ ".join(["a"] * n)), "construct"),
    "sum_as_length": (
        lambda n: f"static struct {{ uint8_t bytes[{'1 + ' * n}1]; }} example CAPSULE_STATE;\n",
        "construct"),
    "joined_conditions": (lambda n: value("a == 1 && " * n + "a == 2"), "construct"),
    "choices": (lambda n: value("a == 1 ? 1 : " * n + "a"), "construct"),
    "choices_in_choices": (lambda n: value("a == 1 ? " * n + "a" + " : 1" * n), "construct"),
    "assignments": (lambda n: value("a = " * n + "a"), "construct"),
    "negations": (lambda n: value("!" * n + "a"), "construct"),
    "complements": (lambda n: value("~" * n + "a"), "construct"),
    "casts": (lambda n: value("(uint32_t)" * n + "a"), "construct"),
    "sizes": (lambda n: value("(uint32_t)" + "sizeof " * n + "a"), "construct"),
    "parentheses": (lambda n: value("(" * n + "a" + ")" * n), "warning"),
    "initialisers": (lambda n: "static const uint32_t a = " + "{" * n + "1" + "}" * n + ";\n",
                     "warning"),
    "calls": (lambda n: value("step(" * n + "a" + ")" * n), "warning"),
    "structures": (lambda n: lines(f"struct s{i} {{" for i in range(n)) + " uint8_t a; "
                   + lines(f"}} a{i};" for i in range(n)) + "\n", "warning"),
    "blocks": (lambda n: body("{\n" * n + "}\n" * n), "warning"),
    "else_if": (lambda n: body("if (a == 1) { a = 2; }\n" + lines(
        f"else if (a == {i + 2}) {{ a = {i}; }}" for i in range(n))), "construct"),
    "if_in_if": (lambda n: body("if (a == 1)\n" * n + "    a = 2;\n"), "construct"),
    "for_in_for": (lambda n: body(
        lines(f"for (uint32_t i{i} = 0; i{i} < a; i{i}++)" for i in range(n)) + "    a = 2;\n"),
        "construct"),
    "do_in_do": (lambda n: body("do\n" * n + "    a = 2;\n" + "while (a == 1);\n" * n),
                 "construct"),
    "switch_in_switch": (lambda n: body("switch (a)\n" * n + "    a = 2;\n"), "construct"),
    "labels_of_one_case": (lambda n: body("switch (a) {\n" + lines(
        f"case {i}:" for i in range(n)) + "\ndefault:\n    break;\n}"), "construct"),
    "comma": (lambda n: body("a = 1, " * n + "a = 2;"), "construct"),
    "fields": (lambda n: "struct s { struct s *next; };\n" + body(
        f"struct s s = {{0}};\n(void)s{'.next' * min(n, 1)}{'->next' * (n - 1)};"), "construct"),
    "dimensions": (lambda n: body(f"uint8_t b{'[1]' * n} = {{0}};\n(void)b{'[0]' * n};"),
                   "construct"),
}


def outcome(folder, text):
    """(status, rules of the findings, errors), once it is sure that all of it is readable."""
    result = run_on(folder, {"example.c": INCLUDE + text})
    found = [FINDING.match(line) for line in result.stdout.splitlines()]
    assert all(found), result.stdout
    assert (result.returncode == 2) == (END.search(result.stderr) is not None), result.stderr
    return result.returncode, {match[1] for match in found}, result.stderr


@pytest.mark.parametrize("shape", DEEP)
def test_deep_is_a_finding(shape, tmp_path):
    text, rule = DEEP[shape]
    status, found, _ = outcome(tmp_path, text(DEPTH))
    assert rule in found
    assert status == (2 if rule == "warning" else 1)


@pytest.mark.parametrize("shape", [
    "sum_of_numbers", "sum_in_a_function", "joined_conditions", "choices", "negations", "casts",
    "parentheses", "initialisers", "blocks", "else_if", "do_in_do", "labels_of_one_case"])
def test_far_too_deep_is_an_answer(shape, tmp_path):
    status, found, errors = outcome(tmp_path, DEEP[shape][0](FAR_TOO_DEEP))
    assert status in (1, 2)
    assert found or END.search(errors)


@pytest.mark.parametrize("shape", ["sum_of_numbers", "joined_conditions", "negations", "choices"])
def test_not_so_deep_is_accepted(shape, tmp_path):
    assert outcome(tmp_path, DEEP[shape][0](ACCEPTED)) == (0, set(), "")


def test_macro_that_doubles_its_argument(tmp_path):
    """More text than there is memory or time."""
    checks = 24
    array = f"uint32_t b{'[1]' * checks} = {{0}};\n"
    text = body(f"{array}(void){'AT(' * checks}b{', 0)' * checks};")
    assert outcome(tmp_path, text)[0] == 2


def test_word_that_is_said_again_and_again(tmp_path):
    """More diagnostics than there is time for."""
    status, _, errors = outcome(tmp_path, f"{'extern ' * 100000}int a;\n")
    assert (status, "takes more than" in errors) == (2, True)


def test_file_behind_one_that_ends_the_check(tmp_path):
    """The file that is named is the one that did it."""
    deep = INCLUDE + DEEP["negations"][0](FAR_TOO_DEEP)
    result = run_on(tmp_path, {"a.c": INCLUDE, "b.c": deep, "c.c": INCLUDE})
    assert result.returncode == 2
    assert re.search(r"^capsule-check: [^:\n]+/b\.c: ", result.stderr, re.MULTILINE)


@pytest.mark.parametrize("count, is_refused", [(256, False), (257, True)])
def test_cases_of_switch(count, is_refused, tmp_path):
    """Of more cases than are noted, none is said to be missing."""
    names = [f"VALUE_{i}" for i in range(count)]
    constants = lines(f"    {name}," for name in names)
    cases = lines(f"    case {name}:" for name in names)
    result = run_on(tmp_path, {"example.c": f"""{INCLUDE}enum value {{
{constants}
}};

static uint32_t number_of(enum value value)
{{
    switch (value) {{
{cases}
        return 1;
    }}
    return 0;
}}

void example_deferred(void)
{{
    timer_set(number_of(VALUE_0));
}}
"""})
    assert result.stderr == ""
    assert [line.split(": ", 1)[1] for line in result.stdout.splitlines()] == (
        ["switch: more than 256 cases; use a table"] if is_refused else [])
