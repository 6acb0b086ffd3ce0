# SPDX-License-Identifier: Apache-2.0 OR MIT
"""What the injection of interrupts needs to know of a processor family."""


class Arm:
    """Cortex-M. Interrupts are made pending in the interrupt controller itself."""

    PROGRAM_COUNTER = 15
    ARGUMENT_FIRST = 0
    CALL_BYTES = 2
    INSTRUCTION_BYTES = 2
    # Where the processor comes again and again, and sees all memory.
    KERNEL_ENTRY = "arch_sys_tick"
    # Interrupts are taken inside the kernel, but where they are masked.
    IS_KERNEL_INTERRUPTED = True

    ICSR, PEND_TICK = 0xE000ED04, 1 << 26
    ISPR = 0xE000E200

    def __init__(self, facts):
        self._receive_line = int(facts["BOARD_UART_RECEIVE_LINE"], 0)
        self._common_line = int(facts["BOARD_ALARM_TIMER_LINE"], 0)
        self.interrupts = {
            "tick": self._tick,
            "device with a top half": lambda remote: self._line(remote, self._receive_line),
            "device without one": lambda remote: self._line(remote, self._common_line),
        }
        self.timer = self._tick

    @staticmethod
    def is_call(data, offset):
        return data[offset + 1] == 0xDF  # svc

    def _tick(self, remote):
        remote.write(self.ICSR, self.PEND_TICK)

    def _line(self, remote, line):
        remote.write(self.ISPR + line // 32 * 4, 1 << line % 32)


class Riscv:
    """RISC-V machine mode. The kernel masks interrupts: what comes inside is taken at its end."""

    PROGRAM_COUNTER = 32
    ARGUMENT_FIRST = 10
    CALL_BYTES = 4
    INSTRUCTION_BYTES = 4
    KERNEL_ENTRY = "arch_trap"
    IS_KERNEL_INTERRUPTED = False

    TIMER_COMPARE = 0x02004000
    UART_INTERRUPT_ENABLE = 1
    RECEIVED_AND_TRANSMIT_EMPTY = 3

    def __init__(self, facts):
        self._uart = int(facts["BOARD_UART_BASE"], 0)
        self.interrupts = {"timer": self._timer, "device": self._device}
        self.timer = self._timer

    @staticmethod
    def is_call(data, offset):
        return data[offset:offset + 4] == b"\x73\0\0\0"  # ecall

    def _timer(self, remote):
        remote.write(self.TIMER_COMPARE + 4, 0)
        remote.write(self.TIMER_COMPARE, 0)

    def _device(self, remote):
        # The line has sent everything, so this asks for an interrupt at once.
        remote.write(self._uart + self.UART_INTERRUPT_ENABLE, self.RECEIVED_AND_TRANSMIT_EMPTY, 1)


FAMILIES = {"arm": Arm, "riscv": Riscv}
