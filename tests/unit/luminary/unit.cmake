# SPDX-License-Identifier: Apache-2.0 OR MIT
# Drivers of a Luminary chip against models of its devices.
set(UNIT_SOURCES chips/pl011/pl011.c chips/pl061/pl061.c chips/stellaris/adc.c)
set(UNIT_INCLUDES tests/unit/chips/registers)
