# SPDX-License-Identifier: Apache-2.0 OR MIT
# Capsules that ask the machine's source of random bytes and its disk, if it has them, and
# virtualisers of the serial line, the alarm and the source. Include it after the board.cmake of the
# plain board. Devices: those of boards/virt-rv32-capsule-test.

list(APPEND BOARD_SHARED virt_disk)
list(APPEND BOARD_CAPSULES entropy_test block_test virtual_entropy virtual_uart virtual_alarm
    kernel_alarm virtual_test)
# Each virtualiser has two clients.
set(BOARD_WIRING
    ns16550_client=virtual_uart virtual_uart_line=ns16550/ns16550
    virtual_uart_clients[VIRTUAL_UART_FIRST]=terminal terminal_uart=virtual_uart[VIRTUAL_UART_FIRST]
    virtual_uart_clients[VIRTUAL_UART_SECOND]=virtual_test
    virtual_test_line=virtual_uart[VIRTUAL_UART_SECOND]
    virtio_entropy_client=virtual_entropy virtual_entropy_source=virtio/entropy
    virtual_entropy_clients[VIRTUAL_ENTROPY_FIRST]=random
    random_entropy=virtual_entropy[VIRTUAL_ENTROPY_FIRST]
    virtual_entropy_clients[VIRTUAL_ENTROPY_SECOND]=entropy_test
    entropy_test_source=virtual_entropy[VIRTUAL_ENTROPY_SECOND]
    kernel_alarm_client=virtual_alarm virtual_alarm_source=kernel_alarm
    virtual_test_early=virtual_alarm[VIRTUAL_ALARM_FIRST]
    virtual_test_late=virtual_alarm[VIRTUAL_ALARM_THIRD])
# The buffers of more capsules need more room than the plain board may take.
list(TRANSFORM VIRT_DEVICES REPLACE "(BOARD_KERNEL_MEMORY_BYTES_MAX)=.*" "\\1=16384")
set(BOARD_FACTS BOARD_BOTTOM_HALF_COUNT=9 ${VIRT_DEVICES})
