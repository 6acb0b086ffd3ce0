# SPDX-License-Identifier: Apache-2.0 OR MIT
"""`bh fuzz`: builds a fuzz target and has it try inputs until the time is over or one is bad."""

import argparse
import glob
import os
import re
import subprocess
import sys
import time

import build

sys.path.insert(0, os.path.join(build.ROOT, "tools", "fuzz"))
import seeds  # noqa: E402

PRESET = "fuzz"
BROKEN = "_broken"  # ends the name of a target with a mistake
SECONDS = 60
INPUT_SECONDS_MAX = 30
INPUT_BYTES_MAX = 4096
PROGRESS_SECONDS = 10
PROGRESS = re.compile(r"^#(\d+)\s+\S+\s+cov: (\d+)")
WRITTEN = re.compile(r"Test unit written to (\S+)")
# What the fuzzer says of itself, and of each input that is new to it.
CHATTER = re.compile(r"^(INFO:|#\d|\s*NEW_FUNC|stat::|\s*\*\*\*|Done |Running:|Executed )")


def targets():
    """Names of the targets: those of tests/fuzz with a source of their own."""
    paths = glob.glob(os.path.join(build.ROOT, "tests", "fuzz", "target_*.c"))
    return sorted(os.path.basename(path)[len("target_"):-len(".c")] for path in paths)


def number(text):
    if not text.isdigit() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"'{text}' is not a number above 0")
    return int(text)


def target(name):
    if name not in targets():
        raise argparse.ArgumentTypeError(f"unknown target '{name}' "
                                         f"(targets: {', '.join(targets())})")
    return name


def file(path):
    if not os.path.isfile(path):
        raise argparse.ArgumentTypeError(f"no such file: {path}")
    return os.path.abspath(path)


def arguments():
    parser = build.Parser("fuzz")
    parser.add_argument("target", type=target)
    limit = parser.add_mutually_exclusive_group()
    limit.add_argument("--seconds", type=number)
    limit.add_argument("--runs", type=number)
    limit.add_argument("--input", type=file)
    return parser.parse_args()


class Fuzzing:
    """One run of a target. Inputs that lead further are kept in a folder, bad ones in another."""

    def __init__(self, name, folder):
        self.program = os.path.join(build.build_folder(PRESET), "bin", name)
        self.target = name.removesuffix(BROKEN)
        self.corpus = os.path.join(folder, "corpus", self.target)
        self.seeds = os.path.join(folder, "seeds", self.target)
        self.findings = os.path.join(folder, "findings", "")
        self.report = []  # what is said of a bad input
        self.path = None  # of the bad input
        self.inputs = 0
        self.status = None

    def dictionary(self):
        path = os.path.join(build.ROOT, "tests", "fuzz", "dictionaries", f"{self.target}.txt")
        return [f"-dict={path}"] if os.path.isfile(path) else []

    def search(self, show, seconds=0, runs=-1, seed=0):
        """Tries inputs. `show` is called with (inputs, places reached) now and then."""
        for folder in (self.corpus, self.findings):
            os.makedirs(folder, exist_ok=True)
        seeds.seeds_make(build.ROOT, self.target, self.seeds)
        self.run(show, [f"-max_total_time={seconds}", f"-runs={runs}", f"-seed={seed}",
                        f"-max_len={INPUT_BYTES_MAX}", f"-artifact_prefix={self.findings}",
                        *self.dictionary(), self.corpus, self.seeds])

    def repeat(self, path):
        """Tries one input."""
        self.run(lambda inputs, places: None, [path])
        if self.status != 0:
            self.path = path

    def run(self, show, options):
        shown = time.monotonic()
        process = subprocess.Popen(
            [self.program, f"-timeout={INPUT_SECONDS_MAX}", *options], cwd=build.ROOT, text=True,
            errors="replace", stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE)
        try:
            for line in process.stderr:
                progress = PROGRESS.match(line)
                written = WRITTEN.search(line)
                if progress is not None:
                    self.inputs = int(progress[1])
                    if time.monotonic() - shown >= PROGRESS_SECONDS:
                        shown = time.monotonic()
                        show(self.inputs, int(progress[2]))
                elif written is not None:
                    self.path = written[1]
                if not CHATTER.match(line):
                    self.report.append(line)
        finally:
            process.kill()
            self.status = process.wait()

    def summary(self):
        """The target's own count of what it did, or none."""
        lines = [line.strip() for line in self.report if line.startswith("fuzz: ")]
        return lines[-1].removeprefix("fuzz: ") if lines else None


def show(inputs, places):
    print(f"{inputs} inputs, {places} places reached", flush=True)


def main():
    options = arguments()
    if not build.build(PRESET, options.target):
        return 1
    fuzzing = Fuzzing(options.target, build.build_folder(PRESET))
    try:
        if options.input is not None:
            fuzzing.repeat(options.input)
        elif options.runs is not None:
            fuzzing.search(show, runs=options.runs, seed=1)
        else:
            fuzzing.search(show, seconds=options.seconds or SECONDS)
    except seeds.SeedError as problem:
        print(f"bh fuzz: {problem}", file=sys.stderr)
        return 1
    if fuzzing.status != 0:
        sys.stdout.writelines(fuzzing.report)
        print(f"{options.target}: found: {os.path.relpath(fuzzing.path or '', build.ROOT)}")
        return 1
    summary = fuzzing.summary()
    print(f"{options.target}: nothing found{f' in {summary}' if summary else ''}")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(1)
