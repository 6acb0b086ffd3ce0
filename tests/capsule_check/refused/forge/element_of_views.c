// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_timer(void)
{
    struct const_span views[1] = {[0].length_bytes_ = 99}; // expect: forge, private
    (void)const_span_byte(views[0], 0);
}
