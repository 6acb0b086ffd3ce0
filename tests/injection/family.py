# SPDX-License-Identifier: Apache-2.0 OR MIT
"""What the injection of interrupts needs to know of a processor family."""


import struct


def windows(kernel):
    """The exception table: ranges of instructions that may be refused, and where then."""
    start = kernel.one("exception_table_start").address
    size_bytes = kernel.one("exception_table_end").address - start
    for first, last, resume in struct.iter_unpack("<IHh", kernel.read(start, size_bytes)):
        yield range(first, first + last + 1), first + resume


class Arm:
    """Cortex-M. The kernel is interrupted wherever interrupts are not masked."""

    RETURN, PROGRAM_COUNTER, STATUS = 14, 15, 25
    ARGUMENT_FIRST = 0
    CALL_BYTES = 2
    INSTRUCTION_BYTES = 2
    # Where the processor comes again and again, and sees all memory.
    KERNEL_ENTRY = "arch_sys_tick"
    FRAME_FUNCTIONS = ["arch_sv_call", "arch_frame_upcall"]
    ORDERS_WITHOUT_DATA = {"upcall"}  # of tests/programs/refused.c: only frames are accessed
    HANDLERS = ["arch_sys_tick", "mps2_timer_alarm_top_half", "mps2_uart_receive_top_half",
                "mps2_uart_transmit_top_half"]

    ISPR = 0xE000E200
    STORE = 0x6008  # str r0, [r1]
    MASK, UNMASK = 0xB672, 0xB662  # cpsid i, cpsie i
    FAULTS = range(3, 8)
    LOOKS_AT_DEVICES = False  # before it goes on with a program; then what was due is no more

    CPUID, PART_CORTEX_M33 = 0xE000ED00, 0xD21
    MPU_NUMBER, MPU_SIZE, MPU_ENABLE = 0xE000ED98, 0xE000EDA0, 1

    def __init__(self, facts, kernel):
        self._uart = int(facts["BOARD_UART_BASE"], 0)
        self._receive = int(facts["BOARD_UART_RECEIVE_LINE"], 0)
        tick = kernel.one("arch_sys_tick")
        code = kernel.read(tick.address, tick.size_bytes)
        self._store = tick.address + code.index(self.STORE.to_bytes(2, "little"))
        load = kernel.one("port_protection_load")
        code = kernel.read(load.address, load.size_bytes)
        self._loading = range(load.address + code.index(self.MASK.to_bytes(2, "little")) + 2,
                              load.address + code.index(self.UNMASK.to_bytes(2, "little")) + 1)
        self.handlers = [kernel.one(name).address for name in self.HANDLERS]
        is_secure = "BOARD_SECURE" in facts
        self._processor = "/machine/iotkit/cluster0/armv7m0" if is_secure else "/machine/armv7m"
        vectors = kernel.one("arch_vectors").address
        self._faults = [struct.unpack("<I", kernel.read(vectors + 4 * number, 4))[0] & ~1
                        for number in self.FAULTS]
        self._resumes = [resume for _, resume in windows(kernel)]
        tick_line = f"{self._processor}/nvic", "systick-trigger", int(is_secure)
        lines = [int(facts["BOARD_ALARM_TIMER_LINE"], 0), self._receive]
        self.interrupts = {
            "tick": lambda walker: walker.pulse(*tick_line),
            "alarm": lambda walker: self._pulse(walker, lines[0]),
            "serial line": lambda walker: self._pulse(walker, lines[1]),
        }

    @staticmethod
    def is_call(data, offset):
        return data[offset + 1] == 0xDF  # svc

    def late_at(self, places):
        """Of each place whether nothing interrupts the processor before it: in a fault handler, and
        where the protection unit is loaded."""
        found, is_in_fault = [], False
        for place in places:
            is_in_fault = (is_in_fault or place in self._faults) and place not in self._resumes
            found.append(is_in_fault or place in self._loading)
        return found

    @staticmethod
    def window_is_closed(_remote):
        """Each access is a window of its own."""
        return True

    def byte_has_come(self, remote):
        """Whether the serial line asks for an interrupt, as it does for a byte. In the kernel."""
        word = remote.read(self.ISPR + self._receive // 32 * 4)
        return word >> self._receive % 32 & 1 == 1

    def protection_close(self, remote):
        """Turns the regions of programs off; returns how they were. In the kernel only."""
        kept = {}
        is_v8 = remote.read(self.CPUID) >> 4 & 0xFFF == self.PART_CORTEX_M33
        for region in range(4) if is_v8 else range(1, 7):
            self._controller_write(remote, self.MPU_NUMBER, region)
            word = remote.read(self.MPU_SIZE)
            if word & self.MPU_ENABLE:
                kept[region] = word
                self._controller_write(remote, self.MPU_SIZE, word & ~self.MPU_ENABLE)
        self._controller_write(remote, self.MPU_NUMBER, 0)
        return kept

    def protection_open(self, remote, kept):
        for region, word in kept.items():
            self._controller_write(remote, self.MPU_NUMBER, region)
            self._controller_write(remote, self.MPU_SIZE, word)
        self._controller_write(remote, self.MPU_NUMBER, 0)

    def _pulse(self, walker, line):
        walker.pulse(self._processor, "unnamed-gpio-in", line)

    def _controller_write(self, remote, address, value):
        """Has the processor, in the kernel, execute one store; then all is as it was."""
        changed = {0: value, 1: address, self.PROGRAM_COUNTER: self._store}
        kept = {number: remote.register(number) for number in [*changed, self.STATUS]}
        # Not as part of a conditional block.
        remote.register_write(self.STATUS, kept[self.STATUS] & ~0x0600FC00)
        for number, new in changed.items():
            remote.register_write(number, new)
        if remote.step_alone() != self._store + self.INSTRUCTION_BYTES:
            raise AssertionError("the store did not end")
        for number, old in kept.items():
            remote.register_write(number, old)


class Riscv:
    """RISC-V machine mode. The kernel masks interrupts: what comes inside is taken at its end."""

    RETURN, PROGRAM_COUNTER = 1, 32
    ARGUMENT_FIRST = 10
    CALL_BYTES = 4
    INSTRUCTION_BYTES = 4
    KERNEL_ENTRY = "arch_trap"
    FRAME_FUNCTIONS = []  # registers are kept in the kernel's memory
    # Memory above the break is not exposed, so what is gained is cleared before it is.
    ORDERS_WITHOUT_DATA = {"upcall", "grow"}
    HANDLERS = ["arch_trap"]

    TIMER_COMPARE = 0x02004000
    LOOKS_AT_DEVICES = True
    UART_INTERRUPT_ENABLE, UART_LINE_STATUS, DATA_READY = 1, 5, 1
    GUARD, STATUS_MPRV = 0xFF, 1 << 17  # entry 0 of the protection unit stays as it is
    RECEIVED, RECEIVED_AND_TRANSMIT_EMPTY = 1, 3

    def __init__(self, facts, kernel):
        self.handlers = [kernel.one(name).address for name in self.HANDLERS]
        flash = int(facts["BOARD_FLASH_BASE"], 0)
        self._kernel_text = range(flash, flash + int(facts["BOARD_FLASH_BYTES"], 0))
        self._uart = int(facts["BOARD_UART_BASE"], 0)
        self.interrupts = {"timer": self._timer, "device": self._device}

    @staticmethod
    def is_call(data, offset):
        return data[offset:offset + 4] == b"\x73\0\0\0"  # ecall

    def late_at(self, places):
        """Of each place whether nothing need interrupt the processor before it: in the kernel
        interrupts are masked, but for the timer below a crossing."""
        return [place in self._kernel_text for place in places]

    def _timer(self, walker):
        walker.write(self.TIMER_COMPARE + 4, 0)
        walker.write(self.TIMER_COMPARE, 0)

    def window_is_closed(self, remote):
        """Whether loads and stores are the kernel's own again."""
        return self._status(remote) & self.STATUS_MPRV == 0

    def byte_has_come(self, remote):
        """Whether the serial line has a byte, and so asks for an interrupt."""
        return remote.device_read(self._uart + self.UART_LINE_STATUS, 1) & self.DATA_READY != 0

    @staticmethod
    def _status(remote):
        return remote.register(remote.register_named("riscv-csr.xml", "mstatus"))

    def protection_close(self, remote):
        """Turns the entries of programs off; returns how they were. In the kernel only."""
        first = remote.register_named("riscv-csr.xml", "pmpcfg0")
        kept = [remote.register(first), remote.register(first + 1)]
        self._configure(remote, [kept[0] & self.GUARD, 0])
        return kept

    def protection_open(self, remote, kept):
        self._configure(remote, kept)

    def _configure(self, remote, words):
        first = remote.register_named("riscv-csr.xml", "pmpcfg0")
        for i, word in enumerate(words):
            remote.register_write(first + i, word)
        # The emulator keeps what it has found allowed until the privilege of accesses changes.
        status = remote.register_named("riscv-csr.xml", "mstatus")
        kept = remote.register(status)
        remote.register_write(status, kept ^ self.STATUS_MPRV)
        remote.register_write(status, kept)

    def _device(self, walker):
        # The line has sent everything, so the change from one to the other asks for an interrupt.
        for enabled in (self.RECEIVED, self.RECEIVED_AND_TRANSMIT_EMPTY):
            walker.write_byte(self._uart + self.UART_INTERRUPT_ENABLE, enabled)


FAMILIES = {"arm": Arm, "riscv": Riscv}
