// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Values under keys, on an EEPROM in the place of a disk: the same tests, whose power goes at any
/// write of a page.
#include <test_key_value.c>
