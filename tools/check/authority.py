# SPDX-License-Identifier: Apache-2.0 OR MIT
"""What the capsules of each board may use, compared with what was agreed (boards/authority.json).

The build makes the report of a board of the manifests (tools/capsules/authority.py).
"""

import json
import pathlib

LICENCE = "SPDX-License-Identifier: Apache-2.0 OR MIT"
POLICY = "boards/authority.json"


class AuthorityError(Exception):
    """Why there is no report, in one line."""


def report_read(build):
    """The report of one board, from its build folder."""
    path = pathlib.Path(build, "generated", "authority.json")
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, json.JSONDecodeError) as error:
        raise AuthorityError(f"{path}: no authority report: {error}") from None


def policy_read(root):
    path = pathlib.Path(root, POLICY)
    try:
        return json.loads(path.read_text(encoding="utf-8"))["boards"]
    except (OSError, json.JSONDecodeError, KeyError) as error:
        raise AuthorityError(f"{POLICY}: not a policy: {error}") from None


def policy_text(boards):
    """{board: report} as the file has it: a line for each capsule."""
    parts = []
    for board, capsules in boards.items():
        lines = [f"      {json.dumps(name)}: {json.dumps(facts)}" for name, facts
                 in capsules.items()]
        parts.append(f"    {json.dumps(board)}: {{\n" + ",\n".join(lines) + "\n    }")
    return (f'{{ "licence": "{LICENCE}",\n  "boards": {{\n' + ",\n".join(parts) + "\n  }\n}\n")


def differences(board, report, policy):
    """One line for each difference between a board's report and the policy for that board."""
    if board not in policy:
        return [f"{board}: the policy has no such board"]
    agreed = policy[board]
    found = [f"{board}: capsule {name} is not in the policy" for name in report
             if name not in agreed]
    found += [f"{board}: the policy has capsule {name}, the board does not" for name in agreed
              if name not in report]
    for name in report:
        for key in dict.fromkeys([*report[name], *agreed.get(name, {})]):
            if name in agreed and report[name].get(key) != agreed[name].get(key):
                found.append(f"{board}: capsule {name}: {key} is "
                             f"{json.dumps(report[name].get(key))}"
                             f", agreed is {json.dumps(agreed[name].get(key))}")
    return found


def capsule_line(name, facts):
    """What a person reads of one capsule; what is empty is left out."""
    words = []
    if facts["driver"] is not None:
        words.append(f"driver {facts['driver']}")
    for key in ("rights", "devices", "services"):
        if facts[key]:
            words.append(f"{key} {', '.join(facts[key])}")
    if facts["uses"]:
        words.append("uses " + ", ".join(f"{symbol} ({what})"
                                         for symbol, what in facts["uses"].items()))
    if facts["called_by"]:
        words.append(f"called by {', '.join(facts['called_by'])}")
    if facts["dma_buffers"]:
        words.append("DMA buffers " + ", ".join(f"{size} bytes" for size in facts["dma_buffers"]))
    if facts["takes_events"]:
        words.append("takes events")
    return f"{name}: {'; '.join(words) or 'nothing'}"
