// SPDX-License-Identifier: Apache-2.0 OR MIT
// Where a structure is copied the compiler calls what lies here.
#include "example.h"

static struct { // expect: export
    uint32_t words[4];
} memcpy CAPSULE_STATE; // expect: export

void example_timer(void)
{
    memcpy.words[0]++;
}
