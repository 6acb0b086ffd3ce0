// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Carries out commands; groups of them are described in <hal/command_group.h>.
#pragma once

#include <lib/text.h>

/// Carries out the typed line.
void command_execute(void);

/// Adds the names of all commands.
void command_names(struct text *text);
