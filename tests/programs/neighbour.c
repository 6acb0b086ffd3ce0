// SPDX-License-Identifier: Apache-2.0 OR MIT
// Runs in the slot before an attacker's.
#include "neighbour.h"

int main(void)
{
    return neighbour_run("neighbour");
}
