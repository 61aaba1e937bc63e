// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <freexl.h>
#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

// The library ends the process on some broken files. It is therefore called in a process of its own, which writes what it reads into a file in memory:
//   X status          the workbook cannot be opened
//   L                 it is locked by a password
//   N count           it has so many sheets, more than anybody needs
//   S length name     a sheet begins
//   C row column type value   a cell; value: 4 bytes, 8 bytes, or length and text
//   D row             the sheet cannot be read from this row on
//   E                 the end
// Numbers have 4 bytes in the machine's order; a type is one byte: I, R, T (text), W (a day or time).

static inline void mezon_xls_number(FILE *out, uint32_t value) { fwrite(&value, sizeof value, 1, out); }

static inline void mezon_xls_text(FILE *out, const char *text) {
  uint32_t length = text ? (uint32_t)strlen(text) : 0;
  mezon_xls_number(out, length);
  if (length) fwrite(text, 1, length, out);
}

static inline void mezon_xls_cell(FILE *out, uint32_t row, uint16_t column, const FreeXL_CellValue *cell) {
  int kind;
  switch (cell->type) {
    case FREEXL_CELL_INT: kind = 'I'; break;
    case FREEXL_CELL_DOUBLE: kind = 'R'; break;
    case FREEXL_CELL_TEXT:
    case FREEXL_CELL_SST_TEXT: kind = 'T'; break;
    case FREEXL_CELL_DATE:
    case FREEXL_CELL_TIME:
    case FREEXL_CELL_DATETIME: kind = 'W'; break;
    default: return;
  }
  fputc('C', out);
  mezon_xls_number(out, row);
  mezon_xls_number(out, column);
  fputc(kind, out);
  if (kind == 'I') {
    mezon_xls_number(out, (uint32_t)cell->value.int_value);
  } else if (kind == 'R') {
    fwrite(&cell->value.double_value, sizeof(double), 1, out);
  } else {
    mezon_xls_text(out, cell->value.text_value);
  }
}

static inline void mezon_xls_sheet(FILE *out, const void *book, uint16_t sheet) {
  const char *name = NULL;
  uint32_t rows = 0;
  uint16_t columns = 0;
  freexl_get_worksheet_name(book, sheet, &name);
  fputc('S', out);
  mezon_xls_text(out, name);
  if (freexl_select_active_worksheet(book, sheet) != FREEXL_OK
      || freexl_worksheet_dimensions(book, &rows, &columns) != FREEXL_OK) {
    fputc('D', out);
    mezon_xls_number(out, 1);
    return;
  }
  for (uint32_t row = 0; row < rows; row++) {
    for (uint16_t column = 0; column < columns; column++) {
      FreeXL_CellValue cell;
      if (freexl_get_cell_value(book, row, column, &cell) != FREEXL_OK) {
        fputc('D', out);
        mezon_xls_number(out, row + 1);
        return;
      }
      mezon_xls_cell(out, row, column, &cell);
    }
  }
}

static inline void mezon_xls_workbook(const char *path, FILE *out) {
  const void *book = NULL;
  uint32_t value = 0;
  int status = freexl_open(path, &book);
  if (status != FREEXL_OK || !book) {
    fputc('X', out);
    mezon_xls_number(out, (uint32_t)status);
  } else if (freexl_get_info(book, FREEXL_BIFF_PASSWORD, &value) == FREEXL_OK && value == FREEXL_BIFF_OBFUSCATED) {
    fputc('L', out);
  } else if (freexl_get_info(book, FREEXL_BIFF_SHEET_COUNT, &value) != FREEXL_OK || value > 4096) {
    fputc('N', out);
    mezon_xls_number(out, value);
  } else {
    for (uint32_t sheet = 0; sheet < value; sheet++) mezon_xls_sheet(out, book, (uint16_t)sheet);
  }
  fputc('E', out);
}

// Reads the workbook in one descriptor and writes it to another. Returns 0, or -1 where the process did not end well: the library broke, or ran
// beyond its limits.
static inline int mezon_xls_read(int input, int output) {
  pid_t child = fork();
  if (child < 0) return -1;
  if (child == 0) {
    static const int faults[] = {SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGILL, SIGTRAP, SIGXFSZ, SIGXCPU};
    for (size_t index = 0; index < sizeof faults / sizeof *faults; index++) signal(faults[index], SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
    setrlimit(RLIMIT_CPU, &(struct rlimit){30, 30});
    // What waits for ever uses no time of the processor.
    signal(SIGALRM, SIG_DFL);
    alarm(120);
    setrlimit(RLIMIT_FSIZE, &(struct rlimit){1u << 30, 1u << 30});
    char path[32];
    snprintf(path, sizeof path, "/proc/self/fd/%d", input);
    FILE *out = fdopen(output, "wb");
    if (!out) _exit(1);
    mezon_xls_workbook(path, out);
    _exit(fflush(out) == 0 ? 0 : 1);
  }
  int status = 0;
  while (waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) return -1;
  }
  return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? 0 : -1;
}
