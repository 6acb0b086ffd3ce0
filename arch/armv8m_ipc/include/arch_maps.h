// SPDX-License-Identifier: Apache-2.0 OR MIT
/// How many regions of the protection unit only maps use. Every unit has eight regions or more, of
/// which others of a process take four.
#pragma once

enum { ARCH_MAP_REGIONS = 4 };
