// SPDX-License-Identifier: Apache-2.0 OR MIT
// profile: chip
#include <kernel/port.h>
#include <kernel/user_address.h>

size_t chip_takes_an_address_length(const struct user_range *range); // expect: process-address
