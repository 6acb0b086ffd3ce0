// SPDX-License-Identifier: Apache-2.0 OR MIT
// Calls every driver in every way, for ever; see containment.h.
#include "containment.h"

int main(void)
{
    for (uint32_t round = 0;; round++) {
        work(round);
        report_add(REPORT_LOAD_ROUNDS, 1);
    }
}
