# SPDX-License-Identifier: Apache-2.0 OR MIT
set(PROGRAM_NAME visitor) # it comes in that one's place
