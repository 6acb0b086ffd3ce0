// SPDX-License-Identifier: Apache-2.0 OR MIT
#include <capsules/terminal/terminal.h>

#include "standard.h"

static uint8_t terminal_bytes[BOARD_TERMINAL_BUFFER_BYTES];
const struct terminal_buffer terminal_buffer = {terminal_bytes, sizeof terminal_bytes};
