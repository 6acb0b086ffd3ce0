// SPDX-License-Identifier: Apache-2.0 OR MIT
// What a view costs beside a plain pointer: the same work in each pair.
#include <ipc.h>

void view_write(struct ipc_handle *buffer, uintptr_t value);
void view_write(struct ipc_handle *buffer, uintptr_t value)
{
    WITH_IPC_WRITE_OF(buffer, message)
    {
        message->word[0] = value;
        message->word[1] = value;
    }
}

void plain_write(volatile union ipc_message *message, uintptr_t value);
void plain_write(volatile union ipc_message *message, uintptr_t value)
{
    message->word[0] = value;
    message->word[1] = value;
}

uintptr_t view_read(struct ipc_handle *buffer);
uintptr_t view_read(struct ipc_handle *buffer)
{
    uintptr_t sum = 0;
    WITH_IPC_READ_OF(buffer, message)
    {
        sum = message->word[0];
        sum += message->word[1];
    }
    return sum;
}

uintptr_t plain_read(volatile union ipc_message *message);
uintptr_t plain_read(volatile union ipc_message *message)
{
    uintptr_t sum = message->word[0];
    sum += message->word[1];
    return sum;
}
