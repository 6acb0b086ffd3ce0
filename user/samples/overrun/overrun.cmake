# SPDX-License-Identifier: Apache-2.0 OR MIT
set(PROGRAM_DRIVERS overrun_test)
