# SPDX-License-Identifier: Apache-2.0 OR MIT
"""`bh run`: builds a board, packs programs, starts the emulator and carries the serial line."""

import argparse
import math
import os
import re
import select
import signal
import subprocess
import sys
import tempfile
import termios
import time

import build
from board import PANIC_STATUS, Board, BoardError

IPC = "-ipc"  # ends the name of a board with IPC, which is otherwise like the one before it
SEARCHED_BYTES = 256 * 1024  # an expectation is looked for in this much of the latest output


def seconds(text):
    value = float(text) if re.fullmatch(r"\d+(\.\d*)?|\.\d+", text) else math.nan
    if not value > 0:
        raise argparse.ArgumentTypeError(f"'{text}' is not a number of seconds")
    return value


def regular_expression(text):
    try:
        return re.compile(text, re.MULTILINE)
    except re.error as error:
        raise argparse.ArgumentTypeError(
            f"'{text}' is not a regular expression: {error}") from error


def readable(output):
    """Output as a person sees it: a prompt that is taken back ends its line, styles are gone."""
    text = output.replace("\r\x1b[K", "\n").replace("\r", "")
    return re.sub(r"\x1b\[[0-9;]*[A-Za-z]", "", text)


def image_file(path):
    if not path.endswith((".tbf", ".tab")):
        raise argparse.ArgumentTypeError(f"'{path}' is neither a .tbf nor a .tab file")
    if not os.path.isfile(path):
        raise argparse.ArgumentTypeError(f"no such file: {path}")
    return path


def system_file(path):
    if not path.endswith(".system"):
        raise argparse.ArgumentTypeError(f"'{path}' is no .system file")
    if not os.path.isfile(path):
        raise argparse.ArgumentTypeError(f"no such file: {path}")
    return path


def folder_of_programs(path):
    if not os.path.isdir(path):
        raise argparse.ArgumentTypeError(f"no such folder: {path}")
    return path


def program_name(text):
    if not re.fullmatch(r"[\x21-\x7e]+", text):
        raise argparse.ArgumentTypeError("a program's name has no spaces or control characters")
    return text


def arguments():
    parser = build.Parser("run")
    parser.add_board()
    parser.add_argument("--app", action="append", type=image_file, default=[])
    parser.add_argument("--system", type=system_file)
    parser.add_argument("--elf", action="append", type=folder_of_programs, default=[])
    parser.add_argument("--report", action="store_true")
    parser.add_argument("--focus", type=program_name)
    parser.add_argument("--timeout", type=seconds)
    parser.add_argument("--expect", action="append", type=regular_expression, default=[])
    options = parser.parse_args()
    if options.expect and options.timeout is None:
        parser.error("--expect needs --timeout")
    if options.system is None:
        if options.elf or options.report:
            parser.error(f"{'--elf' if options.elf else '--report'} needs --system")
        return options
    if options.app:
        parser.error("--system names its programs; --app cannot come with it")
    if not options.elf:
        parser.error("--system needs --elf, the folder of its programs")
    options.board = board_with_ipc(parser, options.board)
    return options


def board_with_ipc(parser, board):
    """The build with IPC of a board that --board may name."""
    preset, suffix = build.split_name(board)
    if not preset.endswith(IPC):
        preset += IPC
    if preset not in build.presets():
        boards = ", ".join(name for name in build.presets() if name.endswith(IPC))
        parser.error(f"board '{board}' has no build with IPC, which a system needs "
                     f"(boards: {boards})")
    return f"{preset}-{suffix}" if suffix else preset


class Session:
    """One run of the emulator: carries bytes between it and us, and looks for expectations."""

    def __init__(self, command, options, errors):
        self.options = options
        self.is_line_open = False
        self.waiting = list(options.expect)
        self.output = bytearray()
        self.input = sys.stdin.fileno() if self.may_read_input() else None
        # A session of its own, so that Ctrl-C reaches us alone and we end it.
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=errors, start_new_session=True)
        self.to_guest = bytearray()
        if options.focus is not None:
            # The console keeps a command until all programs are loaded.
            self.to_guest += f"focus {options.focus}\r".encode("ascii")
        os.set_blocking(self.process.stdin.fileno(), False)

    @staticmethod
    def may_read_input():
        """A job in the background must not read from its terminal: it would be stopped."""
        if sys.stdin is None or sys.stdin.closed:
            return False
        if sys.stdin.isatty():
            return os.tcgetpgrp(sys.stdin.fileno()) == os.getpgrp()
        return True

    def run(self):
        """Returns once everything expected came, time is up, or the emulator ended."""
        end = None
        if self.options.timeout is not None:
            end = time.monotonic() + self.options.timeout
        from_guest = self.process.stdout.fileno()
        to_guest = self.process.stdin.fileno()
        while not (self.options.expect and not self.waiting):
            wait = None if end is None else end - time.monotonic()
            if wait is not None and wait <= 0:
                return
            reads = [from_guest] + ([self.input] if self.input is not None else [])
            readable, writable, _ = select.select(
                reads, [to_guest] if self.to_guest else [], [], wait)
            if writable:
                try:
                    del self.to_guest[:os.write(to_guest, self.to_guest)]
                except BrokenPipeError:
                    self.to_guest.clear()
            if self.input in readable:
                data = os.read(self.input, 4096)
                self.to_guest += data
                if not data:
                    self.input = None
            if from_guest in readable:
                data = os.read(from_guest, 65536)
                if not data:
                    return
                self.take_output(data)

    def take_output(self, data):
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        self.is_line_open = not data.endswith(b"\n")
        if not self.waiting:
            return
        self.output += data
        del self.output[:-SEARCHED_BYTES]
        text = readable(self.output.decode("utf-8", "replace"))
        self.waiting = [pattern for pattern in self.waiting if not pattern.search(text)]

    def end(self):
        """Ends the emulator and the last line. Returns its status, or None if we had to end it."""
        if self.is_line_open:
            print(flush=True)
        status = self.process.poll()
        if status is None:
            try:
                # Its output ended; a moment later so does it.
                status = self.process.wait(0.2 if self.options.timeout is None else 0.05)
            except subprocess.TimeoutExpired:
                self.process.terminate()
                try:
                    self.process.wait(5)
                except subprocess.TimeoutExpired:
                    self.process.kill()
                    self.process.wait()
        return status


def carry(session):
    """Runs a session with the terminal, if there is one, passing on each key as it is pressed."""
    if session.input is None or not os.isatty(session.input):
        session.run()
        return
    before = termios.tcgetattr(session.input)
    keys = termios.tcgetattr(session.input)
    keys[0] &= ~(termios.ICRNL | termios.IXON)
    keys[3] &= ~(termios.ICANON | termios.ECHO)
    keys[6][termios.VMIN] = 1
    keys[6][termios.VTIME] = 0
    keys[6][termios.VSUSP] = b"\0"
    try:
        termios.tcsetattr(session.input, termios.TCSANOW, keys)
        session.run()
    finally:
        termios.tcsetattr(session.input, termios.TCSADRAIN, before)


def main():
    options = arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    targets = ["kernel", "samples"] if options.system is None else ["kernel", "system_parts"]
    if not build.build(build.split_name(options.board)[0], *targets):
        return 1
    board = Board(build.board_place(options.board))
    with tempfile.TemporaryDirectory(prefix="bulkhead-") as folder:
        if options.system is None:
            pack = os.path.join(folder, "apps.bin")
            board.pack(options.app or board.samples, pack)
            command = board.emulator_command(pack)
        else:
            command = board.emulator_command(
                parts=board.system(options.system, options.elf, folder))
        if options.report:
            with open(os.path.join(folder, "report.txt"), encoding="utf-8") as report:
                sys.stdout.write(report.read())
            return 0
        if options.timeout is None:
            sys.stderr.write(f"bh: {options.board}; Ctrl-C ends it\n")
        else:
            # Guest time follows the instructions executed, so a busy host changes no result.
            command += ["-icount", "shift=6,align=off,sleep=on"]
        with open(os.path.join(folder, "errors"), "w+b") as errors:
            session = Session(command, options, errors)
            try:
                carry(session)
            except KeyboardInterrupt:
                if options.timeout is not None:
                    raise
            finally:
                status = session.end()
            errors.seek(0)
            return verdict(session, status, errors.read().decode("utf-8", "replace").strip())


def verdict(session, status, errors):
    if status == PANIC_STATUS:
        sys.stderr.write("bh run: the kernel panicked\n")
        return 1
    if status:
        reason = f": {errors.splitlines()[0]}" if errors else ""
        sys.stderr.write(f"bh run: the emulator ended with status {status}{reason}\n")
        return 1
    for pattern in session.waiting:
        sys.stderr.write(f"bh run: no output matched '{pattern.pattern}'\n")
    return 1 if session.waiting else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except BoardError as problem:
        # What is wrong with a system is many lines, each with its place in the file.
        text = str(problem)
        sys.stderr.write(f"{text}\n" if "\n" in text or text.startswith("Error: ")
                         else f"bh run: {text}\n")
        sys.exit(problem.status)
    except KeyboardInterrupt:
        sys.exit(1)
