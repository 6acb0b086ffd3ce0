// SPDX-License-Identifier: Apache-2.0 OR MIT
// The devices that this board uses: those of the plain one, a disk, and the machine's clock.

#include <boards/standard/standard.h>
#include <boards/virt/slots.h>
#include <chips/ns16550/ns16550.h>
#include <chips/virt/rtc.h>

const struct bottom_half board_bottom_halves[BOARD_BOTTOM_HALF_COUNT] = {
    {.line = BOARD_UART_LINE, .serve = ns16550_bottom_half},
    {.line = BOARD_RTC_LINE, .serve = virt_rtc_bottom_half},
    VIRTIO_SLOT_BOTTOM_HALVES,
};

const uintptr_t virt_rtc_base = BOARD_RTC_BASE;
const unsigned virt_rtc_line = BOARD_RTC_LINE;
