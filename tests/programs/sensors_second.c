// SPDX-License-Identifier: Apache-2.0 OR MIT
// Says what the sensors measure. Run by test_sensors.py.
#include "sensors_read.h"

int main(void)
{
    sensors_run();
}
