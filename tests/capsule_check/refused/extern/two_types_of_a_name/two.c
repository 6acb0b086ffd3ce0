// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "two.h"

void example_second(struct example_packet *packet)
{
    packet->word = 1;
}
