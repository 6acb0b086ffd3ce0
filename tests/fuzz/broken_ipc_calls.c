// SPDX-License-Identifier: Apache-2.0 OR MIT
// A mistake that the target must find: who ends stays where it waits.
#include "endpoint.h"

void __wrap_endpoint_leave(struct ipc *ipc);

void __wrap_endpoint_leave(struct ipc *ipc)
{
    (void)ipc;
}
