// SPDX-License-Identifier: Apache-2.0 OR MIT
/// What the files of the capsule share.
#pragma once

#include <capsule.h>

void example_fill(struct command *command);
