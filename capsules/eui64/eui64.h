// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Capsule `eui64`: driver 0x30006, the number by which the board is known in networks.
 *
 * Command 1 answers with it, in 64 bits. Where there is none every command is NODEVICE.
 */
#pragma once

#include <capsule.h>
#include <hal/eui64.h>

enum { EUI64_DRIVER = 0x30006, EUI64_COMMAND_GET = 1 };

/// What knows it. Defined by the board.
extern const struct eui64_source eui64_device;

void eui64_command(struct command *command);
