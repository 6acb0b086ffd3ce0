// SPDX-License-Identifier: Apache-2.0 OR MIT
// Uses all the time it gets.

int main(void)
{
    for (volatile unsigned turns = 0;; turns++) {
    }
}
