// SPDX-License-Identifier: Apache-2.0 OR MIT
// Two files of a capsule have different structures of one name.
#include "one.h"

void example_first(struct example_packet *packet)
{
    packet->words[0] = 1;
}
