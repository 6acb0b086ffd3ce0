# SPDX-License-Identifier: Apache-2.0 OR MIT
# The simulation for unit tests; its compiler is the machine's own.

set(ARCH_FOLDERS host)
