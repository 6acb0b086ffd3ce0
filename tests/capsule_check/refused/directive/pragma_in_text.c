// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

_Pragma("GCC poison memcpy") // expect: directive

    void example_deferred(void)
{
    deferred_call_request();
}
