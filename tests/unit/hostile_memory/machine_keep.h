// SPDX-License-Identifier: Apache-2.0 OR MIT
/// All of a machine as it was: memory, devices, the state of the kernel and of the capsules.
#pragma once

struct machine_copy;

struct machine_copy *machine_keep(void);
void machine_put_back(const struct machine_copy *copy);
void machine_drop(struct machine_copy *copy);
