// SPDX-License-Identifier: Apache-2.0 OR MIT
// profile: chip
void chip_alias_stop(void);
void chip_alias_halt(void);

void chip_alias_stop(void)
{
}

void chip_alias_halt(void) __attribute__((alias("chip_alias_stop"))); // expect: attribute
