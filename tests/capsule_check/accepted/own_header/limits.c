// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "limits.h"

bool limits_hold(const struct limits *limits, uint32_t number)
{
    return limits->low <= number && number <= limits->high;
}
