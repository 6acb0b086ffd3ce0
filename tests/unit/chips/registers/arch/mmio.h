// SPDX-License-Identifier: Apache-2.0 OR MIT
/// The accessors for device registers, as tests have them: calls of the model of a device.
#pragma once

#include <stdint.h>

uint8_t mmio_read_8(uintptr_t address);
void mmio_write_8(uintptr_t address, uint8_t value);
uint32_t mmio_read_32(uintptr_t address);
void mmio_write_32(uintptr_t address, uint32_t value);
void mmio_barrier(void);
