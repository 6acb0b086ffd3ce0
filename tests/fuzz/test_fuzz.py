# SPDX-License-Identifier: Apache-2.0 OR MIT
"""A short run of each fuzz target with a fixed seed; and that a mistake is found and told."""

import os
import sys

import pytest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, "tools", "run"))
import build  # noqa: E402
import fuzz  # noqa: E402

# Inputs that are tried, besides the seeds: some seconds.
RUNS = {"system_calls": 4000, "ipc_calls": 3000, "user_access": 6000, "images": 8000,
        "process_console": 4000, "tabs": 8000, "system_files": 8000}
FOUND_WITHIN_RUNS = 20000  # all these mistakes are found by the seeds or near them


def fuzzing(name, folder):
    found = fuzz.Fuzzing(name, str(folder))
    assert os.path.isfile(found.program), f"preset {fuzz.PRESET} is not built"
    return found


def nothing(inputs, places):
    """Progress that nobody looks at."""


def test_every_target_has_a_run():
    assert sorted(RUNS) == fuzz.targets()


@pytest.mark.parametrize("target", sorted(RUNS))
def test_nothing_is_found(target, tmp_path):
    run = fuzzing(target, tmp_path)
    run.search(nothing, runs=RUNS[target], seed=1)
    assert run.status == 0, "".join(run.report)
    assert run.inputs >= RUNS[target]


@pytest.mark.parametrize("target", sorted(RUNS))
def test_a_mistake_is_found(target, tmp_path):
    run = fuzzing(target + fuzz.BROKEN, tmp_path)
    run.search(nothing, runs=FOUND_WITHIN_RUNS, seed=1)
    assert run.status != 0
    assert run.path.startswith(str(tmp_path)) and os.path.isfile(run.path)
    again = fuzzing(target + fuzz.BROKEN, tmp_path)
    again.repeat(run.path)
    assert again.status != 0
    assert "not true" in "".join(again.report)


def test_a_finding_ends_with_status_1_and_its_path(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(fuzz, "targets", lambda: ["tabs" + fuzz.BROKEN])
    monkeypatch.setattr(build, "build", lambda *names: True)
    run = fuzzing("tabs" + fuzz.BROKEN, tmp_path)
    run.search(nothing, runs=FOUND_WITHIN_RUNS, seed=1)
    monkeypatch.setattr(sys, "argv", ["fuzz", "tabs" + fuzz.BROKEN, "--input", run.path])
    assert fuzz.main() == 1
    last = capsys.readouterr().out.splitlines()[-1]
    assert last == f"tabs{fuzz.BROKEN}: found: {os.path.relpath(run.path, build.ROOT)}"


@pytest.mark.parametrize("target, text, problem", [
    ("system_calls", "YIELD_WAIT\nJUMP", ":2: no operation JUMP"),
    ("system_calls", "COMMAND ALARM 1 NOWHERE+4", ":1: no base NOWHERE"),
    ("system_calls", "COMMAND CLOCK", ":1: 'CLOCK' is no number"),
    ("process_console", 'type help', "help is no text in quotes"),
    ("process_console", "SLEEP 4", "nothing is called SLEEP"),
    ("images", "main 0 0 64", "'main' stands in no image"),
    ("images", "image size=4", "an image has no size"),
])
def test_a_wrong_seed_is_told_with_its_place(target, text, problem, tmp_path):
    folder = tmp_path / "tests" / "fuzz"
    (folder / "seeds" / target).mkdir(parents=True)
    (folder / "seeds" / target / "wrong.txt").write_text(text, encoding="utf-8")
    (folder / "operations.h").write_bytes(
        open(os.path.join(ROOT, "tests", "fuzz", "operations.h"), "rb").read())
    with pytest.raises(fuzz.seeds.SeedError) as found:
        fuzz.seeds.seeds_make(tmp_path, target, tmp_path / "made")
    assert "wrong.txt" in str(found.value) and problem in str(found.value)
