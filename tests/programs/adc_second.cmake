# SPDX-License-Identifier: Apache-2.0 OR MIT
set(PROGRAM_NEEDS_CAPSULE adc)
