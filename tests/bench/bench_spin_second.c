// SPDX-License-Identifier: Apache-2.0 OR MIT
/// The same as bench_spin_first, for boards on which two programs compete.
#include "spin.h"

int main(void)
{
    return spin_main();
}
