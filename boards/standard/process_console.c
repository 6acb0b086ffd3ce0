// SPDX-License-Identifier: Apache-2.0 OR MIT
#include <capsules/process_console/process_console.h>

#include "standard.h"

const struct command_groups process_console_choice = {
    .groups = {BOARD_CONSOLE_GROUPS},
    .fault_details = BOARD_CONSOLE_FAULT_DETAILS,
};
