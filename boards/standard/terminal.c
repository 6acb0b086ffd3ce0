// SPDX-License-Identifier: Apache-2.0 OR MIT
#include <capsules/terminal/terminal.h>

#include "standard.h"

static uint8_t terminal_bytes[BOARD_TERMINAL_BUFFER_BYTES];
const struct byte_area terminal_buffer = BYTE_AREA(terminal_bytes);
