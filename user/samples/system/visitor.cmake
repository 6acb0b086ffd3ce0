# SPDX-License-Identifier: Apache-2.0 OR MIT
# A program like those beside this folder: a TAB, which a system file may name.
