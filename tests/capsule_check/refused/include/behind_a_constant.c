// SPDX-License-Identifier: Apache-2.0 OR MIT
// What the header says may depend on what stands before it, and its board sees it without that.
enum { OTHER_GRANT_BYTES = 800 };

#include "example.h" // expect: include

void example_deferred(void)
{
    deferred_call_request();
}
