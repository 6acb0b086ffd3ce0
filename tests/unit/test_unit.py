# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Runs each unit-test program of the host builds as one test.

A line `counted: NUMBER WHAT` of its output is shown with its result.
"""

import json
import os
import re
import subprocess

import pytest

RUN_SECONDS_MAX = 300


def programs():
    found = []
    for build in os.environ["BULKHEAD_UNIT_BUILDS"].split(":"):
        text = subprocess.run(
            ["ctest", "--test-dir", build, "--show-only=json-v1"],
            check=True, capture_output=True, text=True).stdout
        for test in json.loads(text)["tests"]:
            # A test without a command is one whose program has not been built.
            command = test.get("command", [os.path.join(build, test["name"])])
            found.append(pytest.param(
                command, id=f"{test['name']}-{os.path.basename(build)}"))
    return found


@pytest.mark.parametrize("command", programs())
def test_program(command, record_property):
    environment = dict(os.environ, UBSAN_OPTIONS="print_stacktrace=1")
    result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                            text=True, errors="replace", env=environment,
                            timeout=RUN_SECONDS_MAX, check=False)
    assert result.returncode == 0, result.stdout
    for number, what in re.findall(r"^counted: (\d+) (.+)$", result.stdout, re.MULTILINE):
        record_property(what, number)
