// SPDX-License-Identifier: Apache-2.0 OR MIT
// Who includes the published header, as a board does, has a static function of this name.
#include "own.h"

size_t checked_index(size_t index, size_t count) // expect: export
{
    return index + count;
}
