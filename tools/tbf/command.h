// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * The commands of the tool. Each reads its own arguments, does its work and reports its errors.
 *
 * All take the arguments from the command's name on, and return what the tool exits with.
 */
#pragma once

#include "status.h"

/** `tbf create`: an executable becomes a TBF image. */
enum status command_create(int count, char **arguments);

/** `tbf tab`: images become a TAB. */
enum status command_tab(int count, char **arguments);

/** `tbf untab`: the files of a TAB are written to a folder. */
enum status command_untab(int count, char **arguments);

/** `tbf list`: the images of a TAB, one a line. */
enum status command_list(int count, char **arguments);

/** `tbf show`: everything a TBF or TAB says, and every rule it violates. */
enum status command_show(int count, char **arguments);

/** `tbf pad`: one padding object. */
enum status command_pad(int count, char **arguments);

/** `tbf pack`: images placed in the flash of a board. */
enum status command_pack(int count, char **arguments);
