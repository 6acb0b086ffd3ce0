# SPDX-License-Identifier: Apache-2.0 OR MIT
set(PROGRAM_MEMORY_BYTES_MIN 8192) # whole frames
