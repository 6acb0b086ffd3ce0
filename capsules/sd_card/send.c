// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "state.h"

enum {
    RATE_START_HZ = 400000,
    RATE_HZ = 12000000,
    WAKE_BYTES = 10, ///< 74 clocks at least
};

/// What goes to the card.
struct sd_card_command {
    uint8_t number;
    uint32_t argument;
};

static uint32_t address_of_request(void)
{
    return sd_card.is_large ? sd_card.request.sector : sd_card.request.sector * BLOCK_SECTOR_BYTES;
}

static void command_make(void)
{
    struct sd_card_command command = {.number = SD_CARD_RESET};
    switch (sd_card.step) {
    case STEP_CONDITION:
        command = (struct sd_card_command){SD_CARD_CONDITION, SD_CARD_SUPPLY};
        break;
    case STEP_CHECKS:
        command = (struct sd_card_command){SD_CARD_CHECKS, 1};
        break;
    case STEP_APPLICATION:
        command = (struct sd_card_command){SD_CARD_APPLICATION, 0};
        break;
    case STEP_START:
        command = (struct sd_card_command){SD_CARD_START, sd_card.is_version_2 ? SD_CARD_LARGE : 0};
        break;
    case STEP_VOLTAGES:
        command = (struct sd_card_command){SD_CARD_VOLTAGES, 0};
        break;
    case STEP_BLOCK_LENGTH:
        command = (struct sd_card_command){SD_CARD_BLOCK_LENGTH, BLOCK_SECTOR_BYTES};
        break;
    case STEP_IDENTITY:
        command = (struct sd_card_command){SD_CARD_IDENTITY, 0};
        break;
    case STEP_SIZE:
        command = (struct sd_card_command){SD_CARD_SIZE, 0};
        break;
    case STEP_READ:
        command = (struct sd_card_command){SD_CARD_READ, address_of_request()};
        break;
    case STEP_WRITE:
        command = (struct sd_card_command){SD_CARD_WRITE, address_of_request()};
        break;
    case STEP_STATUS:
        command = (struct sd_card_command){SD_CARD_STATUS, 0};
        break;
    default:
        break;
    }
    sd_card_command_make(&sd_card.exchange, command.number, command.argument);
}

bool sd_card_is_data_step(void)
{
    return sd_card.step == STEP_IDENTITY || sd_card.step == STEP_SIZE ||
           sd_card.step == STEP_READ || sd_card.step == STEP_WRITE;
}

/// Fills in the message for the phase, and the bytes that it sends.
static void phase_prepare(struct spi_message *message)
{
    message->rate_hz = sd_card.step >= STEP_READ ? RATE_HZ : RATE_START_HZ;
    message->length_bytes = 1;
    message->direction = SPI_READ;
    message->selection = SPI_DEVICE;
    message->is_held = true;
    switch (sd_card.phase) {
    case PHASE_COMMAND:
        command_make();
        message->direction = sd_card_is_data_step() ? SPI_WRITE : SPI_EXCHANGE;
        message->length_bytes =
            sd_card_is_data_step() ? SD_CARD_COMMAND_BYTES : SD_CARD_EXCHANGE_BYTES;
        break;
    case PHASE_DATA:
        message->length_bytes = sd_card.step == STEP_READ
                                    ? BLOCK_SECTOR_BYTES
                                    : SD_CARD_REGISTER_BYTES + SD_CARD_CHECK_BYTES;
        break;
    case PHASE_CHECK:
        message->length_bytes = SD_CARD_CHECK_BYTES;
        break;
    case PHASE_SEND_TOKEN:
        sd_card.exchange.bytes[0] = SD_CARD_TOKEN_NONE;
        sd_card.exchange.bytes[1] = SD_CARD_TOKEN_DATA;
        message->direction = SPI_WRITE;
        message->length_bytes = 2;
        break;
    case PHASE_SEND_DATA:
        message->direction = SPI_WRITE;
        message->length_bytes = BLOCK_SECTOR_BYTES;
        break;
    case PHASE_SEND_CHECK:
        sd_card.exchange.bytes[0] = (uint8_t)(sd_card.check >> 8);
        sd_card.exchange.bytes[1] = (uint8_t)sd_card.check;
        message->direction = SPI_WRITE;
        message->length_bytes = SD_CARD_CHECK_BYTES;
        break;
    case PHASE_BUSY:
        message->is_held = false; // Others may use the bus while the card programs.
        break;
    case PHASE_RELEASE:
        message->selection = SPI_NOBODY;
        message->is_held = false;
        message->length_bytes = sd_card.step == STEP_WAKE ? WAKE_BYTES : 1;
        break;
    default:
        break;
    }
}

bool sd_card_is_sector_phase(void)
{
    return sd_card.phase == PHASE_SEND_DATA ||
           (sd_card.phase == PHASE_DATA && sd_card.step == STEP_READ);
}

enum error sd_card_phase_start(void)
{
    struct spi_message message = {.mode = 0};
    phase_prepare(&message);
    if (sd_card_is_sector_phase()) {
        return sd_card_bus.transfer(sd_card.request.buffer, message);
    }
    const enum error error =
        transfer_buffer_write(transfer_buffer_home(0), 0, CONST_SPAN_IN(sd_card.exchange.bytes));
    return error == ERROR_NONE ? sd_card_bus.transfer(transfer_buffer_home(0), message) : error;
}
