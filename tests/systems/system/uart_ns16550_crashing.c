// SPDX-License-Identifier: Apache-2.0 OR MIT
// The driver of the sample, with a way to crash it.
#include <microkit.h>

void driver_notified(microkit_channel ch);

#define notified driver_notified
#include "uart_ns16550.c"
#undef notified
#include "crashing.h"
