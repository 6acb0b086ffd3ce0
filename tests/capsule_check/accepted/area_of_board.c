// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static struct {
    size_t kept;
} example CAPSULE_STATE;

void example_timer(void)
{
    struct text text = area_text(&example_area, 0);
    text_add(&text, "tick\n");
    example.kept = text_length(&text);
    struct const_span kept = area_part(&example_area, 0, example.kept);
    (void)example_uart.transmit(&kept);
}
