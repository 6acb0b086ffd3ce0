// SPDX-License-Identifier: Apache-2.0 OR MIT
// A program that misbehaves. After a second it does something forbidden, chosen by the time; the
// kernel stops it, reports what it did and starts it again, and no other program notices. It knows
// the addresses of its board, which no honest program needs.
#include <board_facts.h>
#include <bulkhead/alarm.h>
#include <bulkhead/system_call.h>
#include <stdint.h>
#include <stdio.h>

typedef void (*crime_fn)(void);

static volatile uint32_t *word_at(uintptr_t address)
{
    return (volatile uint32_t *)address;
}

static void kernel_memory_read(void)
{
    (void)*word_at(BOARD_RAM_BASE);
}

static void kernel_code_write(void)
{
    *word_at(BOARD_FLASH_BASE) = 0;
}

static void neighbour_write(void)
{
    uint32_t end = bulkhead_memop(MEMOP_MEMORY_END, 0).value[0];
    *word_at((uintptr_t)end + 0x100) = 0xBAD;
}

static void device_write(void)
{
    *word_at(BOARD_UART_BASE) = '!';
}

static void nowhere_jump(void)
{
    // Bit 0 of a function's address says Thumb on Cortex-M; RISC-V drops it.
    crime_fn nowhere = (crime_fn)(uintptr_t)0x60000001;
    nowhere();
}

static void trap_execute(void)
{
    __builtin_trap();
}

static const struct {
    const char *description;
    crime_fn commit;
} crimes[] = {
    {"read the kernel's memory", kernel_memory_read},
    {"overwrite the kernel", kernel_code_write},
    {"overwrite a neighbour", neighbour_write},
    {"write to the serial port itself", device_write},
    {"jump into nowhere", nowhere_jump},
    {"execute an instruction that always traps", trap_execute},
};

int main(void)
{
    bulkhead_sleep_ms(1000);
    uint32_t pick = bulkhead_alarm_now_ticks() / 64 % (sizeof(crimes) / sizeof(crimes[0]));
    printf("vandal: now I will %s\n", crimes[pick].description);
    crimes[pick].commit();
    printf("vandal: nobody stopped me!\n");
    return 1;
}
