# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Follows docs/write-a-program.md, in a copy of the repository.

Each `sh` block must succeed. The lines of a `text` block must appear in this order in the output
of the `sh` block before it; numbers may differ.
"""

import re
import shutil
import subprocess

RUNS_ON = "default"  # the page is about the default board
BLOCK_SECONDS_MAX = 600
BLOCK = re.compile(r"^```(sh|text)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def without_numbers(line):
    # A line may have replaced a prompt.
    return re.sub(r"0x[0-9a-fA-F]+|\d+", "N", line.removeprefix("\x1b[K").strip())


def run_block(script, folder):
    result = subprocess.run(["sh", "-eu", "-c", script], cwd=folder, stdin=subprocess.DEVNULL,
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
                            timeout=BLOCK_SECONDS_MAX)
    output = result.stdout.decode("utf-8", "replace")
    assert result.returncode == 0, f"status {result.returncode} of\n{script}\n---\n{output[-4000:]}"
    return output


def check_shown(text, output):
    lines = iter(without_numbers(line) for line in output.splitlines())
    for wanted in text.splitlines():
        assert without_numbers(wanted) in lines, f"{wanted!r} is not in\n{output[-4000:]}"


def test_its_commands_work(root, tmp_path):
    copy = tmp_path / "bulkhead"
    shutil.copytree(root, copy, symlinks=True,
                    ignore=shutil.ignore_patterns("build", ".git", "__pycache__"))
    blocks = BLOCK.findall((root / "docs" / "write-a-program.md").read_text())
    assert [kind for kind, _ in blocks].count("sh") >= 5

    output = ""
    for kind, text in blocks:
        if kind == "sh":
            output = run_block(text, copy)
        else:
            check_shown(text, output)
