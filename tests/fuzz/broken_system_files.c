// SPDX-License-Identifier: Apache-2.0 OR MIT
// A mistake that the target must find: names are printed as they are.
#include "text.h"

void __wrap_text_escape(struct buffer *buffer, struct bytes bytes);

void __wrap_text_escape(struct buffer *buffer, struct bytes bytes)
{
    buffer_append(buffer, bytes);
}
