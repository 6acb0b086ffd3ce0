# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Has spin look at every state of the model of IPC (proofs/ipc/ipc.pml), and at the model with one
rule left out, where it must find something wrong."""

import os
import pathlib
import re
import subprocess

import pytest

MODEL = pathlib.Path(__file__).resolve().parent.parent.parent / "proofs" / "ipc" / "ipc.pml"
SEARCH_SECONDS_MAX = 300

# Which processes are passive, a bit for each: none, the server, it and the process between, all.
PASSIVE = [0, 6, 7]
PASSIVE_POLITE = [0, 4, 7]

# Where a rule matters: in which model, and with which passive processes. Else the first model, 4.
PLACES = {
    "ONLY_FIRST_SENDER": ("polite", 4),
    "LAST_SENDER_FIRST": ("polite", 0),
    "TIMEOUT_TO_RESTING": ("any", 1),
    "CHAIN_KEEPS_TIME": ("any", 6),
}


def rules():
    """{name: number} of the rules that can be left out."""
    text = MODEL.read_text(encoding="utf-8")
    part = text[text.index("/* rule_left_out"):text.index("byte rule_left_out")]
    return {name: int(number)
            for name, number in re.findall(r"^#define (\w+) (\d+)$", part, re.MULTILINE)}


def build(folder, spin_options, compiler_options):
    subprocess.run(["spin", *spin_options, "-a", MODEL], cwd=folder, check=True,
                   capture_output=True)
    subprocess.run(["gcc", "-O1", "-w", *compiler_options, "-o", "search", "pan.c"], cwd=folder,
                   check=True)
    return folder / "search"


@pytest.fixture(scope="session")
def searches(tmp_path_factory):
    return {
        "any": [build(tmp_path_factory.mktemp("any"), [], ["-DSAFETY", "-DNOFAIR", "-DBFS"]),
                "-E"],
        "polite": [build(tmp_path_factory.mktemp("polite"), ["-DPOLITE"], ["-DNFAIR=4"]),
                   "-a", "-f", "-m100000"],
    }


def search(command, passive, rule=0):
    environment = dict(os.environ, PASSIVE=str(passive), RULE_LEFT_OUT=str(rule))
    result = subprocess.run(command, env=environment, capture_output=True, text=True,
                            cwd=command[0].parent, timeout=SEARCH_SECONDS_MAX, check=False)
    errors = re.search(r"errors: (\d+)", result.stdout)
    states = re.search(r"(\d+) states, stored", result.stdout)
    assert errors and states, result.stdout + result.stderr
    assert "search depth too small" not in result.stdout + result.stderr, result.stdout
    return int(errors[1]), int(states[1]), result.stdout


@pytest.mark.parametrize("model, passive", [
    *[("any", passive) for passive in PASSIVE],
    *[("polite", passive) for passive in PASSIVE_POLITE]])
def test_model_holds_in_every_state(searches, model, passive, record_property):
    errors, states, output = search(searches[model], passive)
    assert errors == 0, output
    record_property("states", states)


@pytest.mark.parametrize("rule", rules())
def test_model_without_a_rule_fails(searches, rule):
    model, passive = PLACES.get(rule, ("any", 4))
    errors, _, output = search(searches[model], passive, rules()[rule])
    assert errors == 1, output


def test_rules_are_numbered():
    assert sorted(rules().values()) == list(range(1, len(rules()) + 1))
    assert len(rules()) == 23
