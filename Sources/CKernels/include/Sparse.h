// Products with matrices most of whose numbers are zero, such as images of digits on a black ground.

#ifndef CKERNELS_SPARSE_H
#define CKERNELS_SPARSE_H

#include <stddef.h>
#include <stdint.h>

#include "Levels.h"

/// Lists the numbers of each row that are not zero (NaN is not), with their columns, in order.
///
/// - most: Where there are more numbers than these, the lists are left unfinished after the row that shows it.
/// - starts: rows + 1 numbers; the list of row r goes from starts[r] to starts[r + 1], and starts[rows], above most or
///   not, tells whether the lists are whole.
/// - indices, values: room for most + columns numbers.
CK_KERNEL(ckCompressRows, const float *a, size_t rows, size_t columns, size_t most, uint32_t *starts,
          uint32_t *indices, float *values);

/// Turns the lists of rows into lists of columns, with their rows, in order.
///
/// - columnStarts: columns + 1 numbers.
/// - columnIndices, columnValues: room for as many numbers as the lists hold.
void ckTransposeLists(const uint32_t *starts, const uint32_t *indices, const float *values, size_t rows,
                      size_t columns, uint32_t *columnStarts, uint32_t *columnIndices, float *columnValues);

/// out[i] = the sum over list i of value * dense[index], dense and out having rows of n numbers; in the order of the list.
///
/// With the lists of the rows of a, out = a * dense; with the lists of its columns, out = transposed a * dense.
CK_KERNEL(ckSparseProduct, const uint32_t *starts, const uint32_t *indices, const float *values, size_t lists,
          const float *dense, size_t n, float *out);

#endif
