// SPDX-License-Identifier: Apache-2.0 OR MIT
// The plain board.

#include <boards/mps2/wiring.h>

static const struct capsule_description capsules[MPS2_CAPSULE_COUNT] = {MPS2_CAPSULES};
static struct capsule_status capsule_status[MPS2_CAPSULE_COUNT];

static const struct driver drivers[MPS2_DRIVER_COUNT] = {MPS2_DRIVERS};

const struct board board = {
    .name = "mps2-an386",
    .capsules = capsules,
    .capsule_status = capsule_status,
    .capsule_count = MPS2_CAPSULE_COUNT,
    .drivers = drivers,
    .driver_count = MPS2_DRIVER_COUNT,
    MPS2_BOARD,
};
