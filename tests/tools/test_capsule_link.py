# SPDX-License-Identifier: Apache-2.0 OR MIT
"""What a capsule links against is what its manifest says: small objects that must be refused."""

import json
import subprocess
import sys

import pytest

FACTS = {"rights": [], "services": ["driver"], "entry_points": ["command"],
         "wired": ["shop_line"], "offered": ["shop_order"]}
NOTHING = {"rights": [], "services": [], "entry_points": [], "wired": [], "offered": []}
GATES = """# remark
[all]
time_now
[driver]
command_success # remark
[timer]
timer_set
[deferred]
deferred_call_request
[buffers]
transfer_buffer_home
[processes]
process_control
[machine]
machine_reset
"""
GOOD = """
extern const int shop_line;
void command_success(void *); int time_now(void); int helper(int);
static int count;
void shop_command(void *command) { count += helper(shop_line) + time_now();
    command_success(command); }
void shop_order(void *order) { command_success(order); }
"""
# The board's code fills in what is wired, and calls what it may do without.
BOARD = """
const int shop_line = 3; const int shop_part_send = 4; int shop_till;
__attribute__((weak)) const int shop_soft = 5;
__attribute__((weak)) void shop_closed(void);
void shop_guard(void) { if (shop_closed) { shop_closed(); } }
void shop_command(void *); void *board_command = shop_command;
"""
BELOW = """
extern int shop_gong; const int shop_rule = 6;
__attribute__((weak)) void shop_enter(void) { shop_gong++; }
__attribute__((weak)) extern void shop_leave(void);
void kernel_go(void) { shop_enter(); if (shop_leave) { shop_leave(); } }
"""
SCRIPT = """
shop_window_start = 0x1000;
SECTIONS
{
    .window : { shop_window_end = .; shop_window_end += 4; PROVIDE(shop_window_top = .); }
}
ASSERT(shop_order == 3, "no place")
"""
HELPER = "int time_now(void); int helper(int a) { return a + time_now(); }"

REFUSED = [
    ("right", "void machine_reset(void); void shop_x(void) { machine_reset(); }", {},
     "capsule shop needs machine_reset, but its manifest lacks the right machine"),
    ("other right", "void process_control(void); void shop_x(void) { process_control(); }",
     {"rights": ["machine"]}, "process_control, but its manifest lacks the right processes"),
    ("driver", "", {"services": []}, "command_success, but its manifest lacks a driver"),
    ("timer", "void timer_set(void); void shop_x(void) { timer_set(); }", {},
     "timer_set, but its manifest lacks the entry point timer"),
    ("deferred", "void deferred_call_request(void); void shop_x(void) { deferred_call_request(); }",
     {}, "deferred_call_request, but its manifest lacks the entry point deferred"),
    ("buffers", "void transfer_buffer_home(void); void shop_x(void) { transfer_buffer_home(); }",
     {}, "transfer_buffer_home, but its manifest lacks transferable buffers"),
    ("address of a gate", "void machine_reset(void); void (*const shop_table[])(void) = "
     "{machine_reset};", {}, "machine_reset, but its manifest lacks the right machine"),
    ("not wired", "extern const int shop_moon; int shop_x(void) { return shop_moon; }", {},
     "capsule shop needs shop_moon, which its manifest has neither in 'uses' nor in 'settings'"),
    ("setting that is the kernel's", "extern const int shop_rule; int shop_x(void) "
     "{ return shop_rule; }", {"wired": ["shop_line", "shop_rule"]},
     "capsule shop needs shop_rule, which is no constant of the board's code"),
    ("setting that is a function of the kernel", "void shop_enter(void); void shop_x(void) "
     "{ shop_enter(); }", {"wired": ["shop_line", "shop_enter"]},
     "capsule shop needs shop_enter, which is no constant of the board's code"),
    ("setting that is a function of the board", "void shop_guard(void); void shop_x(void) "
     "{ shop_guard(); }", {"wired": ["shop_line", "shop_guard"]},
     "capsule shop needs shop_guard, which is no constant of the board's code"),
    ("setting that is a variable", "extern int shop_till; void shop_x(void) { shop_till++; }",
     {"wired": ["shop_line", "shop_till"]},
     "capsule shop needs shop_till, which is no constant of the board's code"),
    ("setting that another one could replace", "extern const int shop_soft; int shop_x(void) "
     "{ return shop_soft; }", {"wired": ["shop_line", "shop_soft"]},
     "capsule shop needs shop_soft, which is no constant of the board's code"),
    ("setting that nobody has", "extern const int shop_moon; int shop_x(void) "
     "{ return shop_moon; }", {"wired": ["shop_line", "shop_moon"]},
     "capsule shop needs shop_moon, which is no constant of the board's code"),
    ("weak function of the kernel", "void shop_enter(void) { }", {},
     "capsule shop must not have shop_enter, a name of the kernel or of its board"),
    ("function that the kernel may do without", "void shop_leave(void) { }", {},
     "capsule shop must not have shop_leave, a name of the kernel or of its board"),
    ("function that the board may do without", "void shop_closed(void) { }", {},
     "capsule shop must not have shop_closed, a name of the kernel or of its board"),
    ("what the kernel asks for", "int shop_gong;", {},
     "capsule shop must not have shop_gong, a name of the kernel or of its board"),
    ("weak constant of the board", "const int shop_soft = 7;", {},
     "capsule shop must not have shop_soft, a name of the kernel or of its board"),
    ("helper of all", "int helper(int a) { return a; }", {},
     "capsule shop must not have helper, a name of the helpers of all capsules"),
    ("what a helper of all calls", "int time_now(void) { return 1; }", {},
     "capsule shop must not have time_now, a name of the helpers of all capsules"),
    ("what the compiler's helpers call", "void abort(void) { }", {},
     "capsule shop must not have abort, a name of the helpers of all capsules"),
    ("of another capsule", "void post_send(void); void shop_x(void) { post_send(); }", {},
     "capsule shop must not link against post_send"),
    ("of a chip", "extern int uart_base; int shop_x(void) { return uart_base; }", {},
     "capsule shop must not link against uart_base"),
    ("of the kernel", "void kernel_panic(void); void shop_x(void) { kernel_panic(); }", {},
     "capsule shop must not link against kernel_panic"),
    ("weak symbol", "__attribute__((weak)) void kernel_panic(void); "
     "void shop_x(void) { kernel_panic(); }", {}, "must not link against kernel_panic"),
    ("entry point not named", "void shop_timer(void) { }", {},
     "capsule shop has shop_timer, but its manifest does not name that entry point"),
    ("command without driver", "", {"entry_points": []}, "capsule shop has shop_command, but"),
    ("entry point missing", "", {"entry_points": ["command", "init"]},
     "capsule shop has no shop_init, which its manifest names"),
    ("offer missing", "", {"offered": ["shop_order", "shop_sell"]},
     "capsule shop has no shop_sell, which its manifest offers"),
    ("name of its state", "void shop_capsule_state(void) { }", {},
     "capsule shop must not have shop_capsule_state, which stands for a place in memory"),
    ("name of the end of all states", "int capsule_states_end;", {},
     "capsule shop must not have capsule_states_end, which stands for a place in memory"),
    ("place of the board's linker script", "int shop_window_start;", {},
     "capsule shop must not have shop_window_start, which stands for a place in memory"),
    ("place that the script moves", "int shop_window_end;", {},
     "capsule shop must not have shop_window_end, which stands for a place in memory"),
    ("place that the script provides", "int shop_window_top;", {},
     "capsule shop must not have shop_window_top, which stands for a place in memory"),
    ("compiler helper nobody has", "int __shop_magic(void); int shop_x(void) "
     "{ return __shop_magic(); }", {}, "capsules need __shop_magic, which no helper provides"),
]


class Linker:
    """join.py with the host's tools, in a folder."""

    def __init__(self, root, folder):
        self.join = root / "tools" / "capsules" / "join.py"
        self.folder = folder
        self.output = folder / "capsules.o"
        self.write("gates.txt", GATES)
        self.write("kernel.ld", SCRIPT)

    def write(self, name, text):
        (self.folder / name).write_text(text, encoding="utf-8")
        return self.folder / name

    def compiled(self, name, text):
        source = self.write(f"{name}.c", text)
        result = self.folder / f"{name}.o"
        subprocess.run(["gcc", "-O1", "-ffreestanding", "-fno-pic", "-c", source, "-o", result],
                       check=True)
        return result

    def run(self, text, facts, part=None):
        """Joins the capsule `shop`, and maybe the capsule `shop_part`."""
        capsules = {"shop": dict(FACTS, **facts)}
        more = []
        if part is not None:
            capsules["shop_part"] = NOTHING
            more = ["--capsule", "shop_part", self.compiled("part", part)]
        manifests = self.write("capsules.json", json.dumps(capsules))
        libgcc = subprocess.run(["gcc", "-print-libgcc-file-name"], check=True,
                                capture_output=True, text=True).stdout.strip()
        return subprocess.run(
            [sys.executable, self.join, "--ld", "ld", "--ld-flags=-m,elf_x86_64", "--nm", "nm",
             "--objcopy", "objcopy", "--libgcc", libgcc, "--list", self.folder / "gates.txt",
             "--manifests", manifests, "--script", self.folder / "kernel.ld",
             "--output", self.output,
             "--helper", self.compiled("helper", HELPER),
             "--board", self.compiled("board", BOARD), "--below", self.compiled("below", BELOW),
             "--capsule", "shop", self.compiled("shop", GOOD), self.compiled("more", text), *more],
            capture_output=True, text=True, check=False)


@pytest.fixture
def linker(root, tmp_path):
    return Linker(root, tmp_path)


def test_good_capsule_is_joined(linker):
    result = linker.run("", {})
    assert result.returncode == 0, result.stderr
    needed = subprocess.run(["nm", "--undefined-only", "--format=posix", linker.output],
                            check=True, capture_output=True, text=True).stdout
    assert {line.split()[0] for line in needed.splitlines()} == {
        "command_success", "shop_line", "time_now"}


def test_only_names_of_its_own_are_seen_by_others(linker):
    """Else a function of a capsule could take the place of a weak one of the kernel."""
    text = "void arch_entry(void) { } int shopping; void shop_more(void) { }"
    assert linker.run(text, {}).returncode == 0
    own = subprocess.run(["nm", "--defined-only", "--extern-only", "--format=posix", linker.output],
                         check=True, capture_output=True, text=True).stdout
    assert {line.split()[0] for line in own.splitlines()} == {
        "shop_command", "shop_order", "shop_more", "shop_capsule_state", "capsule_states_end"}


def test_capsule_whose_name_begins_like_that_of_another(linker):
    """What the manifest of one calls a setting must not be a function of the other."""
    text = "extern const int shop_part_send; int shop_x(void) { return shop_part_send; }"
    facts = {"wired": ["shop_line", "shop_part_send"]}
    assert linker.run(text, facts, "void shop_part_go(void) { }").returncode == 0
    result = linker.run(text, facts, "void shop_part_send(void) { }")
    assert result.returncode == 1
    assert ("capsule shop must not link against shop_part_send of capsule shop_part"
            in result.stderr)
    assert not linker.output.exists()


def test_name_of_the_state_of_another_capsule(linker):
    """The linker would take it for that: a call would execute the other one's state."""
    text = "void shop_part_capsule_state(void) { }"
    assert linker.run(text, {}).returncode == 0
    result = linker.run(text, {}, "void shop_part_go(void) { }")
    assert result.returncode == 1
    assert ("capsule shop must not have shop_part_capsule_state, which stands for a place in memory"
            in result.stderr)


def test_rights_open_their_gates(linker):
    text = ("void machine_reset(void); void timer_set(void);\n"
            "void shop_timer(void) { machine_reset(); timer_set(); }\n")
    facts = {"rights": ["machine"], "services": ["driver", "timer"],
             "entry_points": ["command", "timer"]}
    assert linker.run(text, facts).returncode == 0


@pytest.mark.parametrize("text, facts, reason", [case[1:] for case in REFUSED],
                         ids=[case[0] for case in REFUSED])
def test_refused(linker, text, facts, reason):
    linker.write("capsules.o", "what was there before")
    result = linker.run(text, facts)
    assert result.returncode == 1
    assert reason in result.stderr
    assert not linker.output.exists()


@pytest.mark.parametrize("text, reason", [
    ("time_now\n", "gates.txt:1: time_now stands under no heading"),
    ("[moon]\n", "gates.txt:1: unknown heading moon"),
    ("[all]\na\n[driver]\na\n", "gates.txt:4: a for the second time"),
])
def test_bad_list(linker, text, reason):
    linker.write("gates.txt", text)
    result = linker.run("", {})
    assert result.returncode == 1
    assert reason in result.stderr


def test_list_is_what_the_header_declares(root):
    """Each published gate is a function of capsule.h, or of a trusted header that it includes."""
    gates = [line.split("#")[0].strip() for line in
             (root / "kernel" / "include" / "capsule_symbols.txt").read_text().splitlines()]
    headers = "".join(path.read_text() for path in
                      [*(root / "kernel" / "include").glob("*.h"), *(root / "lib").glob("*.h")])
    missing = [gate for gate in gates
               if gate and not gate.startswith("[") and f"{gate}(" not in headers]
    assert not missing
