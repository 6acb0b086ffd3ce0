// SPDX-License-Identifier: Apache-2.0 OR MIT
// Runs in the slot behind an attacker's.
#include "neighbour.h"

int main(void)
{
    return neighbour_run("second_neighbour");
}
