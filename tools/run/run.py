# SPDX-License-Identifier: Apache-2.0 OR MIT
"""`bh run`: builds a board, packs programs, starts the emulator and carries the serial line."""

import argparse
import math
import os
import re
import select
import signal
import socket
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
    parser.add_argument("--serial", action="store_true")
    parser.add_argument("--disk")
    parser.add_argument("--focus", type=program_name)
    parser.add_argument("--timeout", type=seconds)
    parser.add_argument("--expect", action="append", type=regular_expression, default=[])
    options = parser.parse_args()
    if options.expect and options.timeout is None:
        parser.error("--expect needs --timeout")
    if options.system is None:
        for name in ("elf", "report", "serial"):
            if getattr(options, name):
                parser.error(f"--{name} needs --system")
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


class Line:
    """A serial line of the machine: its two ends, what it has said, and what is to be typed."""

    def __init__(self, name, from_guest, to_guest):
        self.name = name
        self.from_guest = from_guest
        self.to_guest = to_guest
        self.typed = bytearray()
        self.output = bytearray()  # the latest, in which expectations are looked for
        self.rest = bytearray()  # that has not been shown, for want of the end of a line
        os.set_blocking(to_guest, False)

    def write(self):
        try:
            del self.typed[:os.write(self.to_guest, self.typed)]
        except OSError:
            self.typed.clear()  # The emulator has ended.

    def text(self):
        return readable(self.output.decode("utf-8", "replace"))


class Session:
    """One run of the emulator: carries bytes between it and us, and looks for expectations.

    The keyboard belongs to one line, whose output is shown as it comes. Of the other one whole
    lines are shown, each behind the name of the line.

    second  our end of the second serial line, and that of the emulator; None: there is none
    """

    def __init__(self, command, options, errors, second=None):
        self.options = options
        self.is_line_open = False
        self.waiting = list(options.expect)
        self.input = sys.stdin.fileno() if self.may_read_input() else None
        # A session of its own, so that Ctrl-C reaches us alone and we end it.
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors,
            start_new_session=True, pass_fds=[second[1].fileno()] if second else [])
        console = Line("console", self.process.stdout.fileno(), self.process.stdin.fileno())
        if options.focus is not None:
            # The console keeps a command until all programs are loaded.
            console.typed += f"focus {options.focus}\r".encode("ascii")
        self.lines = [console]
        if second:
            second[1].close()
            self.lines.append(Line("serial", second[0].fileno(), second[0].fileno()))
        self.keyboard = self.lines[1] if options.serial else console

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
        while not (self.options.expect and not self.waiting):
            wait = None if end is None else end - time.monotonic()
            if wait is not None and wait <= 0:
                return
            reads = [line.from_guest for line in self.lines]
            reads += [self.input] if self.input is not None else []
            ready, writable, _ = select.select(
                reads, [line.to_guest for line in self.lines if line.typed], [], wait)
            for line in self.lines:
                if line.to_guest in writable:
                    line.write()
            if self.input in ready:
                data = os.read(self.input, 4096)
                self.keyboard.typed += data
                if not data:
                    self.input = None
            for line in self.lines:
                if line.from_guest in ready:
                    data = os.read(line.from_guest, 65536)
                    if not data:
                        return
                    self.take_output(line, data)

    def take_output(self, line, data):
        if line is self.keyboard:
            self.show(data)
        else:
            line.rest += data
            self.show_whole_lines(line)
        if not self.waiting:
            return
        line.output += data
        del line.output[:-SEARCHED_BYTES]
        text = line.text()
        self.waiting = [pattern for pattern in self.waiting if not pattern.search(text)]

    def show(self, data):
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        self.is_line_open = not data.endswith(b"\n")

    def show_whole_lines(self, line):
        *whole, line.rest = line.rest.split(b"\n")
        for text in whole:
            start = b"\n" if self.is_line_open else b""
            last = text.rstrip(b"\r").rsplit(b"\r\x1b[K", 1)[-1]  # a prompt may have been there
            self.show(start + f"{line.name}| ".encode() + last + b"\n")

    def end(self):
        """Ends the emulator and the last line. Returns its status, or None if we had to end it."""
        for line in self.lines:
            if line.rest:
                line.rest += b"\n"
                self.show_whole_lines(line)
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
    programs = "samples" if options.system is None else "system_parts"
    if not build.build(build.split_name(options.board)[0], "bootable", programs):
        return 1
    board = Board(build.board_place(options.board))
    if options.serial and not board.has_second_line:
        raise BoardError(f"board '{board.name}' has no second serial line", 2)
    second = socket.socketpair() if options.system and board.has_second_line else None
    with tempfile.TemporaryDirectory(prefix="bulkhead-") as folder:
        if options.system is None:
            pack = os.path.join(folder, "apps.bin")
            board.pack(options.app or board.samples, pack)
            command = board.emulator_command(pack)
        else:
            command = board.emulator_command(
                parts=board.system(options.system, options.elf, folder),
                second=second[1].fileno() if second else None)
        if options.disk is not None:
            command += board.disk_options(options.disk)
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
            session = Session(command, options, errors, second)
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
