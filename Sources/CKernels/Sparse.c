#include "Sparse.h"

#include <string.h>

#include "FloatLanes.h"

#pragma STDC FP_CONTRACT OFF

typedef _Bool Flags __attribute__((ext_vector_type(16)));

// The lanes that are not zero, NaN among them, as bits.
BODY uint32_t places(Floats x) {
  const Flags flags = __builtin_convertvector(x != 0, Flags);
  uint16_t bits;
  memcpy(&bits, &flags, sizeof bits);
  return bits;
}

BODY void ckCompressRowsBody(const float *a, size_t rows, size_t columns, size_t most, uint32_t *starts,
                             uint32_t *indices, float *values) {
  uint32_t count = 0;
  for (size_t r = 0; r < rows && count <= most; r++, a += columns) {
    starts[r] = count;
    for (size_t c = 0; c < columns; c += WIDTH) {
      const size_t rest = columns - c;
      uint32_t bits = places(rest >= WIDTH ? loadFloats(a + c) : loadSome(a + c, rest, 0));
      for (; bits != 0; bits &= bits - 1) {
        const uint32_t place = (uint32_t)c + (uint32_t)__builtin_ctz(bits);
        indices[count] = place;
        values[count++] = a[place];
      }
    }
  }
  starts[rows] = count;
}

KERNEL(ckCompressRows, (a, rows, columns, most, starts, indices, values), const float *a, size_t rows, size_t columns,
       size_t most, uint32_t *starts, uint32_t *indices, float *values)

void ckTransposeLists(const uint32_t *starts, const uint32_t *indices, const float *values, size_t rows,
                      size_t columns, uint32_t *columnStarts, uint32_t *columnIndices, float *columnValues) {
  // Each column's count, then its end, then, filled from behind, its start.
  memset(columnStarts, 0, (columns + 1) * sizeof *columnStarts);
  for (uint32_t i = 0; i < starts[rows]; i++) columnStarts[indices[i]]++;
  uint32_t end = 0;
  for (size_t c = 0; c <= columns; c++) columnStarts[c] = end += columnStarts[c];
  for (size_t r = rows; r-- > 0;) {
    for (uint32_t i = starts[r]; i < starts[r + 1]; i++) {
      const uint32_t place = --columnStarts[indices[i]];
      columnIndices[place] = (uint32_t)r;
      columnValues[place] = values[i];
    }
  }
}

// One list, over a block of columns held in as many registers; the last of them may overlap the one before it.
BODY void sum(int vectors, const uint32_t *indices, const float *values, size_t count, const float *dense, size_t n,
              size_t last, float *out) {
  Floats sums[vectors];
#pragma clang loop unroll(full)
  for (int v = 0; v < vectors; v++) sums[v] = 0;
  for (size_t i = 0; i < count; i++) {
    const float *row = dense + indices[i] * n;
    const float value = values[i];
#pragma clang loop unroll(full)
    for (int v = 0; v < vectors - 1; v++) sums[v] += value * loadFloats(row + v * WIDTH);
    sums[vectors - 1] += value * loadFloats(row + last);
  }
#pragma clang loop unroll(full)
  for (int v = 0; v < vectors - 1; v++) storeFloats(out + v * WIDTH, sums[v]);
  storeFloats(out + last, sums[vectors - 1]);
}

BODY void block(int vectors, const uint32_t *starts, const uint32_t *indices, const float *values, size_t lists,
                const float *dense, size_t n, size_t last, float *out) {
  for (size_t i = 0; i < lists; i++) {
    const uint32_t start = starts[i];
    sum(vectors, indices + start, values + start, starts[i + 1] - start, dense, n, last, out + i * n);
  }
}

// The registers of AVX2 are full with eight vectors of sixteen; those of AVX-512 hold more, which gains little.
#define MOST 8

BODY void ckSparseProductBody(const uint32_t *starts, const uint32_t *indices, const float *values, size_t lists,
                              const float *dense, size_t n, float *out) {
  if (n < WIDTH) {
    for (size_t i = 0; i < lists; i++) {
      for (size_t c = 0; c < n; c++) {
        float total = 0;
        for (uint32_t k = starts[i]; k < starts[i + 1]; k++) total += values[k] * dense[indices[k] * n + c];
        out[i * n + c] = total;
      }
    }
    return;
  }
  // Blocks of about equal width, so that none is a single vector that overlaps another block.
  size_t vectors = (n + WIDTH - 1) / WIDTH;
  for (size_t blocks = (vectors + MOST - 1) / MOST, c = 0; blocks > 0; blocks--) {
    const size_t width = (vectors + blocks - 1) / blocks;
    const size_t last = (blocks > 1 ? width * WIDTH : n - c) - WIDTH;
#define CASE(k) \
  case k: block(k, starts, indices, values, lists, dense + c, n, last, out + c); break;
    switch (width) {
      CASE(1) CASE(2) CASE(3) CASE(4) CASE(5) CASE(6) CASE(7) CASE(8)
    }
    c += width * WIDTH;
    vectors -= width;
  }
}

KERNEL(ckSparseProduct, (starts, indices, values, lists, dense, n, out), const uint32_t *starts,
       const uint32_t *indices, const float *values, size_t lists, const float *dense, size_t n, float *out)
