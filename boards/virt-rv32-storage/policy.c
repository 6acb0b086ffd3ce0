// SPDX-License-Identifier: Apache-2.0 OR MIT
// Which programs of this board control others.
#include <capsules/process_info/process_info.h>

const struct process_info_policy process_info_policy = {.controllers = " process_info_warden"};
