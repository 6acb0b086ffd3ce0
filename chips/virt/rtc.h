// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * The clock of the emulator's machine `virt` (Goldfish RTC) as a clock that knows the date
 * (hal/date_time.h): nanoseconds since 1970 began, in the time zone of UTC.
 *
 * It answers at once; its client is told in the bottom half of the device's line, on which the
 * device itself never calls, since no alarm is set.
 *
 * The board defines the base, the line and the client.
 *
 * Source: QEMU 7.2, hw/rtc/goldfish_rtc.c; android.googlesource.com, GOLDFISH-VIRTUAL-HARDWARE.TXT,
 * IV.
 */
#pragma once

#include <hal/date_time.h>

/// The functions of the contract `struct date_time_source`. Context: kernel.
enum error virt_rtc_get(struct date_time_request *request);
enum error virt_rtc_set(struct date_time_request *request);

/// Serves the device's line. Context: kernel.
void virt_rtc_bottom_half(void);

/// Where its registers are. Defined by the board.
extern const uintptr_t virt_rtc_base;

/// Its line. Defined by the board.
extern const unsigned virt_rtc_line;

/// Who is told. Defined by the board. Called from the bottom half.
extern const struct date_time_client virt_rtc_client;
