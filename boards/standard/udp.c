// SPDX-License-Identifier: Apache-2.0 OR MIT
// Which ports programs may have: all.

#include <capsules/udp/udp.h>

const struct udp_policy udp_policy = {.first_port = 1, .last_port = UINT16_MAX};
