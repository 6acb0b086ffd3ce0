// SPDX-License-Identifier: Apache-2.0 OR MIT
// The name of the protection domain, in a file of its own so that a program may have another.
#include <microkit.h>

IPC_PATCHED_ARRAY(char, microkit_name, MICROKIT_PD_NAME_LENGTH);
