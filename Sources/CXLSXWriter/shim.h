// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <xlsxwriter.h>
// The library compresses with zlib; the check of a written workbook decompresses with it.
#include <zlib.h>
#include <stdint.h>
#include <stdlib.h>

// Gives the values of a chart's series the cache that readers draw before they calculate: cells of a sheet from `first` to `last` in
// `column`, formulas with the number they carry. The library itself caches 0 for a formula, which would be drawn as a zero.
// Ranges without a formula are left to the library. Returns 0 when memory runs out.
static inline int mezon_cache_formulas(
    lxw_series_range *values, lxw_worksheet *sheet, lxw_row_t first, lxw_row_t last, lxw_col_t column) {
    int has_formula = 0;
    // The library counts points in 16 bits.
    if (values->data_cache == NULL || last - first >= UINT16_MAX) return 1;
    for (lxw_row_t row_number = first; row_number <= last; row_number++) {
        lxw_row *row = lxw_worksheet_find_row(sheet, row_number);
        lxw_cell *cell = row ? lxw_worksheet_find_cell_in_row(row, column) : NULL;
        if (cell != NULL && cell->type == FORMULA_CELL) has_formula = 1;
    }
    if (!has_formula) return 1;
    values->ignore_cache = LXW_TRUE;
    for (lxw_row_t row_number = first; row_number <= last; row_number++) {
        lxw_row *row = lxw_worksheet_find_row(sheet, row_number);
        lxw_cell *cell = row ? lxw_worksheet_find_cell_in_row(row, column) : NULL;
        // The library frees the points.
        lxw_series_data_point *point = (lxw_series_data_point *)calloc(1, sizeof(lxw_series_data_point));
        if (point == NULL) return 0;
        if (cell != NULL && cell->type == NUMBER_CELL) point->number = cell->u.number;
        // A formula that gives a text carries it in user_data2.
        else if (cell != NULL && cell->type == FORMULA_CELL && cell->user_data2 == NULL) point->number = cell->formula_result;
        else point->no_data = LXW_TRUE;
        STAILQ_INSERT_TAIL(values->data_cache, point, list_pointers);
        values->num_data_points++;
    }
    return 1;
}
