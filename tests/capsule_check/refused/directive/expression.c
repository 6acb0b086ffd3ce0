// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_deferred(void)
{
#if __GNUC__ > 4 // expect: directive
    deferred_call_request();
#endif // expect: directive
}
