# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Lines of code by trust level and port, and the budgets that the trusted ones have.

Level 0 does what C cannot say, level 1 is the kernel, both must be right; level 2 are chips and
boards, 3 capsules, 4 programs. A port is an instruction set: its folders of arch/ and the kernel.
IPC is a part of its own, which a board has or has not: kernel/ipc and arch/FOLDER_ipc.
Budgets (tools/check/lines.txt) are for what ships, and are what there is: growth is seen.
"""

import pure_files
import text_rules

BUDGETS = "tools/check/lines.txt"
PORT_LINES_GOAL = 1000  # level 0, with IPC
KERNEL_LINES_GOAL = 8500  # levels 0 and 1, with IPC
SHARE_GOAL_PERCENT = 35  # levels 0 and 1 of all that runs in the kernel

# What boards with IPC have beyond the others, with the folders of their ports.
IPC = ("kernel/ipc/", "kernel/include/kernel/system.h", "kernel/include/kernel/port_ipc.h",
       "abi/ipc.h", "abi/system.h")
KERNEL = ("kernel/", "lib/", "abi/")

# First match wins. What is plain C counts as kernel, in arch/, too.
LEVELS = [
    (None, ("arch/host/",)),
    (1, pure_files.PURE),
    (0, ("arch/",)),
    (1, ("kernel/", "lib/", "abi/")),
    (2, ("chips/", "hal/", "boards/")),
    (3, ("capsules/",)),
    (4, ("user/",)),
]
LEVEL_NAMES = {0: "ports", 1: "kernel", 2: "chips and boards", 3: "capsules", 4: "user"}
SOURCES = (".c", ".h", ".S", ".inc")


def level_of(path):
    for level, starts in LEVELS:
        if path.startswith(starts):
            return level
    return None


class Lines:
    """The lines of all sources. `texts` is {path: text}."""

    def __init__(self, texts):
        self.counts = {path: text_rules.code_line_count(text) for path, text in texts.items()
                       if path.endswith(SOURCES) and level_of(path) is not None}

    def of(self, level, starts=("",), but=()):
        return sum(count for path, count in self.counts.items()
                   if level_of(path) == level and path.startswith(tuple(starts))
                   and not path.startswith(tuple(but)))

    def ports(self, ports):
        """{port: (level 0, levels 0 and 1, IPC at level 0, IPC at both)}; the first two are
        without IPC. `ports` is {port: folders of arch/}."""
        shared = self.of(1, KERNEL, IPC)
        found = {}
        for port, folders in ports.items():
            starts = [f"arch/{folder}/" for folder in folders]
            starts_ipc = [f"arch/{folder}_ipc/" for folder in folders]
            low, low_ipc = self.of(0, starts), self.of(0, starts_ipc)
            found[port] = (low, low + self.of(1, starts) + shared, low_ipc,
                           low_ipc + self.of(1, (*starts_ipc, *IPC)))
        return found

    def share_percent(self, trusted):
        """What part of a port's kernel must be right, with all chips, boards and capsules."""
        return 100 * trusted / (trusted + self.of(2) + self.of(3))


def budgets_read(text):
    """{(port, what): lines}; a line of the file is PORT WHAT LINES, # begins a remark."""
    found = {}
    for number, line in enumerate(text.splitlines(), 1):
        words = line.split("#")[0].split()
        if words and (len(words) != 3 or not words[2].isdigit() or tuple(words[:2]) in found):
            raise ValueError(f"{BUDGETS}:{number}: not PORT WHAT LINES, or for the second time")
        if words:
            found[words[0], words[1]] = int(words[2])
    return found


def budget_problems(measured, budgets):
    """What has no budget, exceeds it or could have a smaller one: what was gained stays gained."""
    problems = []
    for (port, what), lines in measured.items():
        budget = budgets.get((port, what))
        if budget is None:
            problems.append(f"{BUDGETS}: no line '{port} {what} {lines}'")
        elif lines > budget:
            problems.append(f"{port}: {what}: {lines} lines exceed the budget of {budget}")
        elif lines < budget:
            problems.append(f"{BUDGETS}: {port} {what}: lower the budget of {budget} to {lines}")
    return problems + [f"{BUDGETS}: {port} {what}: there is no such thing"
                       for port, what in budgets if (port, what) not in measured]


def measure(lines, ports):
    measured = {}
    for port, (low, trusted, _, ipc) in lines.ports(ports).items():
        measured[port, "level_0"] = low
        measured[port, "levels_0_and_1"] = trusted
        measured[port, "ipc"] = ipc
    return measured


def share_problems(lines, ports):
    """The goal for the trusted part of what ships everywhere is met, and stays so."""
    return [f"{port}: levels 0 and 1 are {percent:.1f} % of the kernel's side, not under "
            f"{SHARE_GOAL_PERCENT} %"
            for port, (_, trusted, _, _) in lines.ports(ports).items()
            if (percent := lines.share_percent(trusted)) >= SHARE_GOAL_PERCENT]


def report(lines, ports):
    """What is printed."""
    yield f"level 1 without ports: {lines.of(1, KERNEL)} lines"
    for level in (2, 3, 4):
        yield f"level {level} ({LEVEL_NAMES[level]}): {lines.of(level)} lines"
    for port, (low, trusted, low_ipc, ipc) in lines.ports(ports).items():
        percent = lines.share_percent(trusted)
        yield (f"{port}: level 0 {low} lines, {low + low_ipc} with IPC "
               f"(goal under {PORT_LINES_GOAL}: {met(low + low_ipc < PORT_LINES_GOAL)}); "
               f"levels 0 and 1 {trusted} lines, {trusted + ipc} with IPC "
               f"(goal under {KERNEL_LINES_GOAL}: {met(trusted + ipc < KERNEL_LINES_GOAL)}); "
               f"{percent:.1f} % of the kernel's side "
               f"(goal under {SHARE_GOAL_PERCENT} %: {met(percent < SHARE_GOAL_PERCENT)}), "
               f"{lines.share_percent(trusted + ipc):.1f} % with IPC")


def met(is_met):
    return "met" if is_met else "NOT met"
