# SPDX-License-Identifier: Apache-2.0 OR MIT
"""The capsule checker refuses what it must, each for exactly its rule, and nothing else.

refused/RULE/CASE.c (or a folder CASE with the files of one capsule) breaks one rule. The lines that
are to be reported carry `// expect: RULE`; `// expect: RULE, OTHER` where one breach cannot be
without the other. Elsewhere there may be `// expect: warning`, where the compiler warns, and
`// expect: implicit-cast`, where what cannot be had is given as a null pointer. Every finding must
be one that is marked; of several marks in a program one is enough, since a cycle of calls is
reported at one of its calls. accepted/ holds what must pass.

All programs are of the capsule `example`, and example.h is laid beside each; but those that say
`// profile: chip` are chips of their own name.
"""

import os
import pathlib
import re
import shutil

import pytest
from checker import VIEWS, clang_flags, run, run_on

FOLDER = pathlib.Path(__file__).resolve().parent

REFUSED_MIN = 120
ACCEPTED_MIN = 25

FINDING = re.compile(r"^(?P<path>[^:\n]+):(?P<line>\d+):\d+: (?P<rule>[a-z-]+): \S.*$")
EXPECTED = re.compile(r"(?://|/\*) expect: ([a-z-]+(?:, [a-z-]+)*)(?:$| \*/)")


def cases(kind, pattern):
    """The programs of a kind: {name: file or folder}."""
    found = {}
    for path in sorted((FOLDER / kind).glob(pattern)):
        if path.is_dir() or path.suffix == ".c":
            found[path.relative_to(FOLDER / kind).with_suffix("").as_posix()] = path
    return found


REFUSED = cases("refused", "*/*")
ACCEPTED = cases("accepted", "*")
RULES = sorted(path.name for path in (FOLDER / "refused").iterdir())


def examples():
    """The programs that the manual shows."""
    text = (FOLDER.parent.parent / "docs" / "capsule-c.md").read_text(encoding="utf-8")
    return re.findall(r"^```c\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


def lay_out(case, folder):
    """Puts the files of a program into a folder of their own; returns the C files."""
    sources = sorted(case.iterdir()) if case.is_dir() else [case]
    for source in [FOLDER / "example.h", *sources]:
        shutil.copy(source, folder)
    return [folder / source.name for source in sources if source.suffix == ".c"]


def check(case, folder, rules_off=()):
    sources = lay_out(case, folder)
    # What another file of the program includes is no file of the capsule.
    included = set(re.findall(r'#include "(\w+\.c)"', "".join(
        source.read_text(encoding="utf-8") for source in sources)))
    words = []
    layer, name = "capsules", "example"
    if any("// profile: chip\n" in source.read_text(encoding="utf-8") for source in sources):
        layer, name = "chips", case.stem
        words = ["--profile", "chip"]
    words += [word for rule in rules_off for word in ("--rule-off", rule)]
    return run(*words, "--capsule", name, "--trusted", str(VIEWS / layer),
               *[str(source) for source in sources if source.name not in included], "--",
               *clang_flags(layer))


def marks(folder):
    """{(file, line): rules} of the lines that are to be reported."""
    found = {}
    for path in folder.iterdir():
        # As Clang counts lines, also where one ends with something else.
        for number, line in enumerate(re.split("[\r\n]", path.read_bytes().decode()), 1):
            if mark := EXPECTED.search(line):
                found[path.name, number] = set(mark[1].split(", "))
    return found


def findings(output):
    found = {}
    for line in output.splitlines():
        finding = FINDING.match(line)
        assert finding, f"not a finding: {line}"
        place = os.path.basename(finding["path"]), int(finding["line"])
        found.setdefault(place, set()).add(finding["rule"])
    return found


@pytest.mark.parametrize("case", REFUSED)
def test_refused(case, tmp_path):
    rule = case.split("/")[0]
    result = check(REFUSED[case], tmp_path)
    assert result.returncode == 1, result.stdout + result.stderr
    assert result.stderr == ""
    expected = marks(tmp_path)
    found = findings(result.stdout)
    assert rule in set().union(*found.values())
    others = [rules for rules in expected.values() if rule not in rules]
    assert all(rules in ({"warning"}, {"implicit-cast"}) for rules in others), \
        "marks of another rule"
    for place, rules in found.items():
        assert rules == expected.get(place), result.stdout


@pytest.mark.parametrize("case", ACCEPTED)
def test_accepted(case, tmp_path):
    result = check(ACCEPTED[case], tmp_path)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


@pytest.mark.parametrize("example", examples(), ids=range(len(examples())))
def test_examples_of_manual(example, tmp_path):
    program = tmp_path / "manual.c"
    program.write_text(example, encoding="utf-8")
    folder = tmp_path / "laid_out"
    folder.mkdir()
    result = check(program, folder)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


@pytest.mark.parametrize("step", ["i += 2", "i >>= 1"])
def test_step_that_may_pass_its_end_is_told_so(step, tmp_path):
    """Such a loop has a counter and a comparison: that it has none would be no help."""
    result = run_on(tmp_path, {"loop.c": '#include "example.h"\nvoid example_init(void)\n{\n'
                               f"    for (uint32_t i = 8; i != 0; {step}) {{\n    }}\n}}\n"})
    assert "loop: only ++ and -- are sure to meet the number that != waits for" in result.stdout


def test_manual_names_every_rule():
    text = (FOLDER.parent.parent / "docs" / "capsule-c.md").read_text(encoding="utf-8")
    assert sorted(re.findall(r"^\| `([a-z-]+)` \|", text, re.MULTILINE)) == RULES


def title(rule):
    return f"{rule}: {sum(case.split('/')[0] == rule for case in REFUSED)} programs"


@pytest.mark.parametrize("rule", RULES, ids=title)
def test_rule_counts(rule, tmp_path):
    """Without the rule at least one of its programs passes."""
    for number, case in enumerate(name for name in REFUSED if name.split("/")[0] == rule):
        folder = tmp_path / str(number)
        folder.mkdir()
        lay_out(REFUSED[case], folder)
        rules_off = {rule}.union(*marks(folder).values())
        result = check(REFUSED[case], folder, sorted(rules_off))
        if result.returncode == 0:
            assert result.stdout == ""
            return
    pytest.fail(f"every program of {rule} is refused without it, too")


def test_every_rule_has_programs():
    result = run("--list-rules")
    assert result.returncode == 0
    lines = [line.split("\t") for line in result.stdout.splitlines()]
    assert all(len(line) == 2 and line[1] for line in lines)
    assert sorted(line[0] for line in lines) == RULES


def test_numbers_of_programs():
    numbers = {rule: sum(case.split("/")[0] == rule for case in REFUSED) for rule in RULES}
    for rule, number in numbers.items():
        print(f"{number:3} refused for {rule}")
    print(f"{len(REFUSED)} refused, {len(ACCEPTED)} accepted")
    assert len(REFUSED) >= REFUSED_MIN
    assert len(ACCEPTED) >= ACCEPTED_MIN
    assert min(numbers.values()) >= 2


@pytest.mark.parametrize("arguments", [
    [],
    ["--capsule"],
    ["--capsule", "example"],
    ["--capsule", "example", "--", "-std=gnu17"],
    ["--no-such-option"],
    ["--rule-off", "no-such-rule", "--capsule", "example", "example.c", "--", "-std=gnu17"],
    ["--profile", "kernel", "--capsule", "example", "example.c", "--", "-std=gnu17"],
    ["--capsule", "example", "no_such_file.c", "--", "-std=gnu17"],
], ids=lambda arguments: " ".join(arguments) or "nothing")
def test_usage(arguments, tmp_path):
    (tmp_path / "example.c").write_text("", encoding="utf-8")
    result = run(*arguments, folder=tmp_path)
    assert result.returncode == 2
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1, result.stderr


@pytest.mark.parametrize("name, why", [("absent.c", "No such file or directory"),
                                       ("folder", "Is a directory")])
def test_file_that_cannot_be_read_is_named_with_the_reason(name, why, tmp_path):
    (tmp_path / "folder").mkdir()
    result = run("--capsule", "example", name, "--", *clang_flags(), folder=tmp_path)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr == f"capsule-check: {name}: {why}\n"


def test_published_header_that_is_no_c(tmp_path):
    """Its types are not known then, so nothing is judged."""
    (tmp_path / "published").mkdir()
    (tmp_path / "published" / "broken.h").write_text("struct none { none field; };",
                                                     encoding="utf-8")
    (tmp_path / "example.c").write_text("", encoding="utf-8")
    result = run("--capsule", "example", "--trusted", "published", "example.c", "--",
                 *clang_flags(), folder=tmp_path)
    assert (result.returncode, result.stdout) == (2, "")
    assert "published/broken.h" in result.stderr and len(result.stderr.splitlines()) == 1


def test_text_that_is_no_c(tmp_path):
    """What Clang cannot read is a finding like what it warns of."""
    (tmp_path / "example.c").write_text("static void example(", encoding="utf-8")
    result = run("--capsule", "example", "example.c", "--", *clang_flags(), folder=tmp_path)
    assert result.returncode == 1
    assert findings(result.stdout) == {("example.c", 1): {"warning"}}


def test_lines_with_two_ends(tmp_path):
    """CRLF is one finding of a file, which says what to do."""
    text = (FOLDER / "accepted" / "state.c").read_text(encoding="utf-8")
    program = tmp_path / "state.c"
    program.write_bytes(text.replace("\n", "\r\n").encode())
    shutil.copy(FOLDER / "example.h", tmp_path)
    result = run("--capsule", "example", "--trusted", str(VIEWS / "capsules"), str(program), "--",
                 *clang_flags())
    assert findings(result.stdout) == {("state.c", 1): {"token"}}
    assert "convert the file's CRLF to LF" in result.stdout


def test_finding_says_what_to_write():
    """The message has the form that docs/capsule-c.md promises."""
    lay = FOLDER / "refused" / "subscript" / "index_of_a_program.c"
    result = run("--capsule", "example", "--trusted", str(VIEWS / "capsules"), str(lay), "--",
                 *clang_flags(), "-iquote", str(FOLDER))
    assert re.search(r":\d+:\d+: subscript: .*AT\(", result.stdout), result.stdout
