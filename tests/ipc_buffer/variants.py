# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Builds the client of the IPC buffer in every way a compiler may see it, and runs all ways of one
processor on a bare machine with a partner in its trap handler."""

import concurrent.futures
import dataclasses
import itertools
import os
import pathlib
import re
import subprocess

FOLDER = pathlib.Path(__file__).resolve().parent
ROOT = FOLDER.parent.parent
LIBRARY = ROOT / "user" / "ipc"
OPTIMISATIONS = ["O0", "O1", "O2", "O3", "Os"]
RUN_SECONDS_MAX = 60
OPERAND = re.compile(r',\s*(\\\n\s*)?"\+m"\(\*buffer_\)')
CLOBBER = re.compile(r'\\\n\s*: "memory"\);')


@dataclasses.dataclass(frozen=True)
class Target:
    name: str
    gcc: tuple
    clang: tuple
    toolchain: str  # of user/runtime
    code_base: int
    memory_base: int
    machine: str
    emulator: tuple
    trap: str  # mnemonic


TARGETS = {target.name: target for target in [
    Target("cortex-m4", ("arm-none-eabi-gcc", "-mcpu=cortex-m4", "-mthumb", "-mfloat-abi=soft"),
           ("clang-19", "--target=thumbv7em-none-eabi", "-mcpu=cortex-m4", "-mfloat-abi=soft"),
           "arm", 0x0, 0x20000000, "machine_arm.c",
           ("qemu-system-arm", "-M", "mps2-an386", "-nographic", "-monitor", "none",
            "-semihosting-config", "enable=on,target=native", "-serial", "null"), "svc"),
    Target("rv32", ("riscv64-unknown-elf-gcc", "-march=rv32imac_zicsr", "-mabi=ilp32"),
           ("clang-19", "--target=riscv32-none-elf", "-march=rv32imac", "-mabi=ilp32"),
           "riscv", 0x80000000, 0x80400000, "machine_riscv.c",
           ("qemu-system-riscv32", "-M", "virt", "-bios", "none", "-nographic", "-monitor",
            "none", "-serial", "stdio"), "ecall"),
    Target("rv64", ("riscv64-unknown-elf-gcc", "-march=rv64imac_zicsr", "-mabi=lp64",
                    "-mcmodel=medany"),
           ("clang-19", "--target=riscv64-none-elf", "-march=rv64imac", "-mabi=lp64",
            "-mcmodel=medany"),
           "riscv", 0x80000000, 0x80400000, "machine_riscv.c",
           ("qemu-system-riscv64", "-M", "virt", "-bios", "none", "-nographic", "-monitor",
            "none", "-serial", "stdio"), "ecall"),
]}
FIXED_ADDRESS_OFFSET = 0x300000
STACK_TOP_OFFSET = 0x3F0000


@dataclasses.dataclass(frozen=True)
class Variant:
    compiler: str
    optimisation: str
    is_lto: bool
    is_inlined: bool

    def __str__(self):
        return " ".join([self.compiler, self.optimisation, "lto" if self.is_lto else "no-lto",
                         "inlined" if self.is_inlined else "out-of-line"])

    @property
    def symbol(self):
        return re.sub(r"\W", "_", str(self))


VARIANTS = [Variant(*choice) for choice in
            itertools.product(["gcc", "clang"], OPTIMISATIONS, [False, True], [True, False])]


def run(*words, **options):
    """Runs a tool; its messages are part of the exception if it fails."""
    result = subprocess.run([str(word) for word in words], capture_output=True, text=True,
                            errors="replace", check=False, env=dict(os.environ, LC_ALL="C"),
                            **options)
    assert result.returncode == 0, f"{' '.join(map(str, words))}\n{result.stderr}"
    return result.stdout


class Build:
    """All variants of one target, in one image."""

    def __init__(self, target, folder, is_broken=False, is_checked=True, variants=None):
        self.target = TARGETS[target]
        self.folder = pathlib.Path(folder)
        self.variants = VARIANTS if variants is None else variants
        self.defines = [] if is_checked else ["-DIPC_CHECK=IPC_CHECK_OFF"]
        self.prefix = self.target.gcc[0].removesuffix("gcc")
        self.headers()
        if is_broken:
            self.defines.append("-DCLIENT_BREAKS_RULES")
            self.break_stubs()

    def headers(self):
        """One folder of links, as a program sees its headers."""
        view = self.folder / "include"
        (view / "bulkhead").mkdir(parents=True)
        runtime = ROOT / "user" / "runtime"
        links = {view / "abi": ROOT / "abi"}
        for header in [*runtime.glob("include/bulkhead/ipc_call*.h"),
                       *runtime.glob(f"{self.target.toolchain}/include/bulkhead/ipc_call*.h")]:
            links[view / "bulkhead" / header.name] = header
        for header in (LIBRARY / "include").iterdir():
            links[view / header.name] = header
        for link, to in links.items():
            link.symlink_to(to)

    def break_stubs(self):
        """Takes operand and clobber out of the stubs: what the tests must notice."""
        header = self.folder / "include" / "bulkhead" / "ipc_call_instruction.h"
        text = header.read_text(encoding="utf-8")
        text, operands = OPERAND.subn("", text)
        text, clobbers = CLOBBER.subn(");", text)
        text = text.replace("buffer_ = (buffer);", "buffer_ = (buffer); (void)buffer_;")
        assert operands == 1 and clobbers == 1, "the stubs do not look as expected"
        header.unlink()
        header.write_text(text, encoding="utf-8")

    def compiler(self, name):
        words = self.target.gcc if name == "gcc" else self.target.clang
        return [*words, "-std=gnu17", "-ffreestanding", "-fno-short-enums", "-Wall", "-Wextra",
                "-Werror", f"-I{self.folder / 'include'}", f"-I{FOLDER}",
                f"-ffile-prefix-map={FOLDER}/="]

    def client(self, variant):
        """The relocatable object of a variant, in which only the client's names are global."""
        base = self.folder / variant.symbol
        address = self.target.memory_base + FIXED_ADDRESS_OFFSET
        defines = [*self.defines, f"-DCLIENT=client_{variant.symbol}",
                   f"-DCLIENT_NESTED=nested_{variant.symbol}",
                   f"-DPROBE(name)=probe_##name##_{variant.symbol}",
                   f"-DCLIENT_FIXED_ADDRESS={address:#x}u", "-DCLIENT_RECEIVES",
                   "-DPARTNER_NOTES_MAX=3"]
        if not variant.is_inlined:
            defines.append("-DIPC_INLINE=static __attribute__((noinline, unused))")
        compiler = [*self.compiler(variant.compiler), f"-{variant.optimisation}"]
        lto = ["-flto"] if variant.is_lto else []
        run(*compiler, *lto, *defines, "-c", FOLDER / "client.c", "-o", f"{base}.c.o")
        if variant.is_lto:
            objects = [f"{base}.c.o"]
            for name in ("current", "buffer"):
                run(*compiler, *lto, "-c", LIBRARY / f"{name}.c", "-o", f"{base}.{name}.o")
                objects.append(f"{base}.{name}.o")
            if variant.compiler == "gcc":
                run(*compiler, "-flto", "-r", "-flinker-output=nolto-rel", "-nostdlib", *objects,
                    "-o", f"{base}.all.o")
            else:
                level = {"Os": "2"}.get(variant.optimisation, variant.optimisation[1:])
                run("ld.lld-19", "-r", f"--lto-O{level}", *objects, "-o", f"{base}.all.o")
        else:
            run(*self.compiler("gcc"), "-r", "-nostdlib", f"{base}.c.o", self.library("current"),
                self.library("buffer"), "-o", f"{base}.all.o")
        globals_ = [f"--keep-global-symbol={name}_{variant.symbol}" for name in
                    ("client", "nested", "probe_restrict", "probe_view", "probe_static")]
        run(f"{self.prefix}objcopy", *globals_, f"{base}.all.o", f"{base}.o")
        return f"{base}.o"

    def library(self, name):
        return self.folder / f"library_{name}.o"

    def image(self):
        """Builds everything; returns the path of the ELF file."""
        gcc = [*self.compiler("gcc"), "-O1"]
        for name in ("current", "buffer", "stop", "line"):
            run(*gcc, "-c", LIBRARY / f"{name}.c", "-o", self.library(name))
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            objects = list(pool.map(self.client, self.variants))
        table = self.folder / "table.c"
        table.write_text("#include <machine.h>\n" + "".join(
            f"void client_{variant.symbol}(void);\nvoid nested_{variant.symbol}(void);\n"
            for variant in self.variants)
            + "const struct machine_variant machine_variants[] = {\n" + "".join(
                f'{{"{variant}", client_{variant.symbol}, nested_{variant.symbol}}},\n'
                for variant in self.variants) + "{0}};\n", encoding="utf-8")
        machine = []
        for source in (table, FOLDER / "machine.c", FOLDER / self.target.machine):
            machine.append(self.folder / f"{source.stem}.o")
            run(*gcc, "-c", source, "-o", machine[-1])
        elf = self.folder / "machine.elf"
        # The machine stands first, so that its start is at the start of the code.
        run(*self.target.gcc, "-nostdlib", "-static", f"-T{FOLDER / 'machine.ld'}",
            f"-Wl,--defsym=CODE_BASE={self.target.code_base:#x}",
            f"-Wl,--defsym=MEMORY_BASE={self.target.memory_base:#x}",
            f"-Wl,--defsym=machine_stack_top={self.target.memory_base + STACK_TOP_OFFSET:#x}",
            "-Wl,-e,machine_start", "-Wl,--no-warn-rwx-segments", "-Wl,--build-id=none", *machine,
            *objects, self.library("stop"), self.library("line"), "-lgcc", "-o", elf)
        return elf

    def output(self):
        """{variant: lines} of a run of all."""
        elf = self.image()
        result = subprocess.run([*self.target.emulator, "-kernel", str(elf)],
                                stdin=subprocess.DEVNULL, capture_output=True, text=True,
                                timeout=RUN_SECONDS_MAX, check=False)
        text = result.stdout + result.stderr
        found = {}
        for part in text.split("VARIANT ")[1:]:
            name, _, lines = part.partition("\n")
            found[name.strip()] = [line.rstrip("\r") for line in lines.splitlines()]
        return found

    def disassembly(self):
        """{symbol: instructions as (mnemonic, operands)} of the probes."""
        text = run(f"{self.prefix}objdump", "-d", "--no-show-raw-insn", self.folder / "machine.elf")
        found, current = {}, None
        for line in text.splitlines():
            if head := re.match(r"^[0-9a-f]+ <(\w+)>:$", line):
                current = found.setdefault(head[1], []) if head[1].startswith("probe_") else None
            elif current is not None and (code := re.match(
                    r"^\s*[0-9a-f]+:\s+([a-z][\w.]*)\s*(.*)$", line)):
                current.append((code[1], code[2]))
        return found
