// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Never gives the processor up by itself: ticks, slices and switches happen to it.
#include "spin.h"

int main(void)
{
    return spin_main();
}
