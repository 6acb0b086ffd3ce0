// SPDX-License-Identifier: Apache-2.0 OR MIT
enum { HELPER_NUMBER = 4 };
