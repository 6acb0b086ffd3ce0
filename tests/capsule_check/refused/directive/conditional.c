// SPDX-License-Identifier: Apache-2.0 OR MIT
// The checker and the compiler would read different texts.
#include "example.h"

void example_deferred(void)
{
#ifdef __clang__ // expect: directive
    deferred_call_request();
#else  // expect: directive
    example_uart.receive_pause();
#endif // expect: directive
}
