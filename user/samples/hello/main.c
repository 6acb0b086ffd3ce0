// SPDX-License-Identifier: Apache-2.0 OR MIT
// The smallest program that says something. When main returns, the program ends with its value.
#include <stdio.h>

int main(void)
{
    printf("Hello from a program that the kernel does not trust.\n");
    return 0;
}
