// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <xlsxwriter.h>
// The library compresses with zlib; the check of a written workbook decompresses with it.
#include <zlib.h>
