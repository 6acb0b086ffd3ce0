# SPDX-License-Identifier: Apache-2.0 OR MIT
# Stellaris LM3S6965 evaluation board: Cortex-M3, 256 KiB of flash, 64 KiB of RAM.
# cmake/board.cmake says what the facts mean.

set(BOARD_ISA armv7m)
set(BOARD_CPU cortex-m3)
set(BOARD_CHIPS pl011 pl061 stellaris)
set(BOARD_SHARED standard)
set(BOARD_LINKER_SCRIPT ${CMAKE_SOURCE_DIR}/boards/mps2/kernel.ld)
set(BOARD_EMULATOR qemu-system-arm -M lm3s6965evb
    -semihosting-config enable=on,target=native -nic user,ipv6=off)
set(BOARD_FOR_DRIVERS_ONLY YES)
set(BOARD_PROGRAM_GROUPS programs)
set(BOARD_PROGRAMS neighbour pins_use pins_watch pins_second
    adc_samples adc_second)
set(BOARD_CAPSULES alarm terminal process_console console low_level_debug
    virtual_gpio gpio_led led gpio_button button gpio adc)

# Pins belong to the light, the buttons, programs and devices on the board, in this order
# (wiring.c). The last place is for drivers of such devices.
set(BOARD_WIRING
    pl061_client=virtual_gpio virtual_gpio_bank=pl061/pl061
    virtual_gpio_clients[VIRTUAL_GPIO_SECOND]=gpio_button
    virtual_gpio_clients[VIRTUAL_GPIO_THIRD]=gpio
    gpio_led_pins=virtual_gpio[VIRTUAL_GPIO_FIRST]
    gpio_button_pins=virtual_gpio[VIRTUAL_GPIO_SECOND]
    gpio_pins=virtual_gpio[VIRTUAL_GPIO_THIRD])
set(BOARD_KERNEL_STACK_BYTES 3072)

# Half of the flash is the kernel's, whose drivers are many, and a quarter of the RAM.
set(BOARD_TIME_HZ 1000)
set(BOARD_FLASH_BASE 0x00000000)
set(BOARD_FLASH_BYTES 0x00020000)
set(BOARD_APPS_BASE 0x00020000)
set(BOARD_APPS_BYTES 0x00020000)
set(BOARD_RAM_BASE 0x20000000)
set(BOARD_RAM_BYTES 0x00004000)
set(BOARD_POOL_BASE 0x20004000)
set(BOARD_POOL_BYTES 0x0000C000)
bulkhead_slots(COUNT 6 FLASH_BYTES 0x5000 RAM_BYTES 0x2000)

set(BOARD_FACTS BOARD_LINE_COUNT=43 BOARD_BOTTOM_HALF_COUNT=10
    BOARD_UART_BASE=0x4000C000 BOARD_KERNEL_MEMORY_BYTES_MAX=16384
    GPIO_LED_COUNT=1 GPIO_BUTTON_COUNT=5)

# A serial peripheral bus has a slot for a memory card, which storage for programs lies on. Without
# a card the drivers of storage answer that there is no device.
list(APPEND BOARD_CHIPS pl022)
list(APPEND BOARD_SHARED storage)
list(APPEND BOARD_CAPSULES virtual_spi sd_card virtual_storage nonvolatile_storage storage_rights
    isolated_storage key_value)
list(APPEND BOARD_PROGRAMS storage_shared storage_one storage_two storage_hostile storage_steady)
list(APPEND BOARD_WIRING
    pl022_client=virtual_spi virtual_spi_bus=pl022/pl022
    virtual_spi_clients[VIRTUAL_SPI_FIRST]=sd_card sd_card_bus=virtual_spi[VIRTUAL_SPI_FIRST]
    sd_card_client=virtual_storage virtual_storage_disk=sd_card
    virtual_storage_clients[VIRTUAL_STORAGE_FIRST]=nonvolatile_storage
    nonvolatile_storage_region=virtual_storage[VIRTUAL_STORAGE_FIRST]
    virtual_storage_clients[VIRTUAL_STORAGE_SECOND]=isolated_storage
    isolated_storage_medium=virtual_storage[VIRTUAL_STORAGE_SECOND]
    virtual_storage_clients[VIRTUAL_STORAGE_THIRD]=key_value
    key_value_medium=virtual_storage[VIRTUAL_STORAGE_THIRD])
list(APPEND BOARD_FACTS BOARD_SPI_BASE=0x40008000 BOARD_PIN_CARD=14 BOARD_PIN_SCREEN_DATA=15
    BOARD_DISK_IS_CARD=1
    BOARD_DISK_SECTORS=512 BOARD_STORAGE_SHARED_SECTOR=0 BOARD_STORAGE_SHARED_SECTORS=64
    BOARD_STORAGE_ISOLATED_SECTOR=64 BOARD_STORAGE_ISOLATED_SECTORS=128
    BOARD_STORAGE_KEY_VALUE_SECTOR=192 BOARD_STORAGE_KEY_VALUE_SECTORS=64)

# Behind the card a screen is on the bus, which programs write letters and draw on.
list(APPEND BOARD_CAPSULES ssd0323 screen text_screen)
list(APPEND BOARD_PROGRAMS oled_show)
list(APPEND BOARD_WIRING
    virtual_spi_clients[VIRTUAL_SPI_SECOND]=ssd0323 ssd0323_bus=virtual_spi[VIRTUAL_SPI_SECOND]
    screen_panel=ssd0323 text_screen_panel=ssd0323)
