// SPDX-License-Identifier: Apache-2.0 OR MIT
// A mistake that the target must find: every byte is part of good text.
#include "utf8.h"

bool __wrap_utf8_check_byte(struct utf8_check *check, uint8_t byte);

bool __wrap_utf8_check_byte(struct utf8_check *check, uint8_t byte)
{
    (void)check;
    (void)byte;
    return true;
}
