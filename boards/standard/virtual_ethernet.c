// SPDX-License-Identifier: Apache-2.0 OR MIT
// Who gets which frames of a network: the first place all of them, the second one those of IPv6.

#include <capsules/virtual_ethernet/virtual_ethernet.h>

enum { TYPE_IPV6 = 0x86DD };

const struct virtual_ethernet_type virtual_ethernet_types[VIRTUAL_ETHERNET_CLIENT_COUNT] = {
    [VIRTUAL_ETHERNET_SECOND] = {TYPE_IPV6},
};
