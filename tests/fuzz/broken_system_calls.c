// SPDX-License-Identifier: Apache-2.0 OR MIT
// A mistake that the target must find: any range is good for a buffer.
#include "user_copy.h"

enum error __wrap_user_range_check(const struct process *process, struct user_range range,
                                   enum user_access access);

enum error __wrap_user_range_check(const struct process *process, struct user_range range,
                                   enum user_access access)
{
    (void)process;
    (void)range;
    (void)access;
    return ERROR_NONE;
}
