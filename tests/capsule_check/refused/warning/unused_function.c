// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static void count_drop(void) // expect: warning
{
    timer_cancel();
}
