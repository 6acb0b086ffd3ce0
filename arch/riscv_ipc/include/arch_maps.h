// SPDX-License-Identifier: Apache-2.0 OR MIT
/// How many entries of the protection unit only maps use: those behind the others of a process up
/// to the last one that pmpcfg1 configures. Further ones may be the kernel's.
#pragma once

enum { ARCH_MAP_ENTRIES = 3 };
