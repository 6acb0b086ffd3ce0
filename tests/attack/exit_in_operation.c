// SPDX-License-Identifier: Apache-2.0 OR MIT
// Ends itself in the middle of everything: a write, a read and an alarm are under way, with
// buffers lent.
//
// expect: error attack exit_in_operation start
#include "operations.h"

int main(void)
{
    ATTACK_START("exit_in_operation");
    operations_start();
    bulkhead_exit_terminate(0);
    return 1;
}
