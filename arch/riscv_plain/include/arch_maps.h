// SPDX-License-Identifier: Apache-2.0 OR MIT
/// How many entries of the protection unit only maps use: a kernel without IPC has no maps.
#pragma once

enum { ARCH_MAP_ENTRIES = 0 };
