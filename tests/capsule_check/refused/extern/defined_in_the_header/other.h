// SPDX-License-Identifier: Apache-2.0 OR MIT
#pragma once

#include <capsule.h>

void example_command(struct command *command);
