// SPDX-License-Identifier: Apache-2.0 OR MIT
// Another type under the name of a published one.
#include "example.h"

static void use(void)
{
    struct command { // expect: construct, extern
        uint32_t a;
    };
    struct command c = {1};
    (void)c;
}

void example_timer(void)
{
    use();
}
