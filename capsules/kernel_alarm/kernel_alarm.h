// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Capsule `kernel_alarm`: the timer that the kernel gives each capsule, as an alarm (hal/alarm.h).
#pragma once

#include <capsule.h>
#include <hal/alarm.h>

/// Who is called. Defined by the board.
extern const struct alarm_client kernel_alarm_client;

void kernel_alarm_init(void);
void kernel_alarm_deferred(void);
void kernel_alarm_timer(void);

enum error kernel_alarm_set(uint64_t at);
enum error kernel_alarm_cancel(void);
