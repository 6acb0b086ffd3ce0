// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Values under keys, on an EEPROM in the place of a disk, that may hold anything.
#include <test_key_value_media.c>
