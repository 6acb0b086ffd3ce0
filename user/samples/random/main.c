// SPDX-License-Identifier: Apache-2.0 OR MIT
// Random bytes, where the board has a source of them.
#include <bulkhead/random.h>
#include <stdint.h>
#include <stdio.h>

int main(void)
{
    uint8_t bytes[16];
    const enum error error = bulkhead_random(bytes, sizeof bytes);
    if (error == ERROR_NO_DEVICE) {
        printf("random: no entropy source\n");
        return 0;
    }
    if (error != ERROR_NONE) {
        printf("random: error %d\n", (int)error);
        return 1;
    }
    printf("random:");
    for (size_t i = 0; i < sizeof bytes; i++) {
        printf(" %02x", bytes[i]);
    }
    printf("\n");
    return 0;
}
