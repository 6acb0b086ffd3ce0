// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Capsule `storage_rights`: says by the board's policy which storage a program has
 * (hal/storage_rights.h).
 *
 * The policy has a row for each program with storage, which is found by the program's name. Of two
 * programs with one name only the first is loaded, so a name stands for one program at a time. Who
 * may put programs into the board's image memory chooses their names: the policy is worth as much
 * as that memory is guarded.
 */
#pragma once

#include <capsule.h>
#include <hal/storage_rights.h>

enum { STORAGE_RIGHTS_ROWS_MAX = 8 };

struct storage_rights_policy {
    const char *names CONSTANT_TEXT; ///< of the rows, a space before each
    struct storage_rights rows[STORAGE_RIGHTS_ROWS_MAX];
};

/// Defined by the board.
extern const struct storage_rights_policy storage_rights_policy;

void storage_rights_look_up(struct storage_rights_request *request);
