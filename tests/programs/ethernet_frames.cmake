# SPDX-License-Identifier: Apache-2.0 OR MIT
set(PROGRAM_MEMORY_BYTES_MIN 32768) # many whole frames
