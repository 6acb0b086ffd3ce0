// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "own.h"

void example_use(struct example_view *view)
{
    span_byte_set(view->bytes, 0, 1);
}
