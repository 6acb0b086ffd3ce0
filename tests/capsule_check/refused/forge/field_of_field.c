// SPDX-License-Identifier: Apache-2.0 OR MIT
// The private field of a view inside of a published structure.
#include "example.h"

#include <hal/screen.h>

void example_timer(void)
{
    struct screen_pixels pixels = {.bytes.length_bytes_ = 9999}; // expect: forge, private
    (void)const_span_byte(pixels.bytes, 0);
}
