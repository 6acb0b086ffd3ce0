// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_deferred(void)
<% // expect: token
    deferred_call_request();
%> // expect: token
