// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"
struct BORROWED mine {
    struct const_span bytes;
};
static struct mine kept CAPSULE_STATE; // expect: stored-view
void example_command(struct command *command)
{
    command_success_u32(command, (uint32_t)const_span_length(kept.bytes));
}
