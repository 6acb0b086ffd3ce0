// SPDX-License-Identifier: Apache-2.0 OR MIT
// A program with storage of its own. Run by test_storage.py.
#include "storage_own.h"

int main(void)
{
    own_region_check(0x11);
    own_keys_check("one", "two");
    return check_done("storage_one");
}
