// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * The commands of the tool. All take the arguments from the command's name on, and return what the
 * tool exits with.
 */
#pragma once

#include "status.h"

/** `system check`: reads a file by the published rules; says what is wrong with it. */
enum status command_check(int count, char **arguments);

/** `system build`: makes what lies in a board's flash for a system. */
enum status command_build(int count, char **arguments);
