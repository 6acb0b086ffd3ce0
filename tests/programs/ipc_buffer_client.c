// SPDX-License-Identifier: Apache-2.0 OR MIT
// The client of tests/ipc_buffer with a partner in another process: prints a line for each style,
// and ends with a call inside a view.
#include <client.h>
#include <ipc.h>
#include <stdio.h>

void ipc_buffer_client(void);
void ipc_buffer_client_nested(void);

void client_report(const char *style, unsigned count, unsigned index, uintptr_t got,
                   uintptr_t wanted)
{
    if (index == count) {
        printf("PASS %s %u\n", style, count);
    } else {
        printf("FAIL %s %u %u %lx %lx\n", style, count, index, (unsigned long)got,
               (unsigned long)wanted);
    }
}

const char *ipc_program_name(void)
{
    return "ping";
}

int main(void)
{
    ipc_buffer_client();
    printf("DONE ping\n");
    ipc_buffer_client_nested();
    return 0;
}
