// SPDX-License-Identifier: Apache-2.0 OR MIT
#pragma once

extern const char example_word[4];
