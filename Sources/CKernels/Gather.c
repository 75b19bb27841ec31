#include "Gather.h"

#include "FloatLanes.h"
#include "PhiloxBlocks.h"

#include <string.h>

#pragma STDC FP_CONTRACT OFF

// Images lie anywhere in memory: asks for one some rows before its turn.
#define AHEAD 3
BODY void prefetch(const uint8_t *bytes, const ptrdiff_t *rows, size_t r, size_t count, size_t columns) {
  if (r + AHEAD >= count) return;
  const uint8_t *row = bytes + (size_t)rows[r + AHEAD] * columns;
  for (size_t c = 0; c < columns; c += 64) __builtin_prefetch(row + c);
}

BODY void ckGatherScaledBody(const uint8_t *bytes, const ptrdiff_t *rows, size_t count, size_t columns, float *out) {
  for (size_t r = 0; r < count; r++) {
    prefetch(bytes, rows, r, count, columns);
    const uint8_t *restrict from = bytes + (size_t)rows[r] * columns;
    float *restrict to = out + r * columns;
    for (size_t c = 0; c < columns; c++) to[c] = (float)from[c] / 255;
  }
}

KERNEL(ckGatherScaled, (bytes, rows, count, columns, out), const uint8_t *bytes, const ptrdiff_t *rows, size_t count,
       size_t columns, float *out)

BODY void ckGatherThresholdedBody(const uint8_t *bytes, const ptrdiff_t *rows, size_t count, size_t columns,
                                  uint8_t threshold, float *out) {
  for (size_t r = 0; r < count; r++) {
    prefetch(bytes, rows, r, count, columns);
    const uint8_t *restrict from = bytes + (size_t)rows[r] * columns;
    float *restrict to = out + r * columns;
    for (size_t c = 0; c < columns; c++) to[c] = from[c] > threshold ? 1 : 0;
  }
}

KERNEL(ckGatherThresholded, (bytes, rows, count, columns, threshold, out), const uint8_t *bytes, const ptrdiff_t *rows,
       size_t count, size_t columns, uint8_t threshold, float *out)

// Numbers that eight Philox blocks decide.
#define PART (4 * LANES)

// 2^32 - 1 = 255 * 0x01010101: a word, made smaller than that, falls below byte * 0x01010101 with probability
// byte / 255 (1 - 2^-32) for bytes between, never for 0 and always for 255.
BODY void decide(const uint8_t *restrict bytes, const uint32_t *restrict words, float *restrict out) {
  for (size_t i = 0; i < PART; i++) {
    const uint32_t word = words[i] < 0xFFFFFFFEu ? words[i] : 0xFFFFFFFEu;
    out[i] = word < bytes[i] * 0x01010101u ? 1 : 0;
  }
}

// Copies some bytes of the gathered rows, which may lie in several of them.
static void copyAcross(uint8_t *to, const uint8_t *bytes, const ptrdiff_t *rows, size_t columns, size_t r, size_t c,
                       size_t count) {
  while (count > 0) {
    const size_t part = count < columns - c ? count : columns - c;
    memcpy(to, bytes + (size_t)rows[r] * columns + c, part);
    to += part;
    count -= part;
    r++;
    c = 0;
  }
}

BODY void ckGatherStochasticBody(const uint8_t *bytes, const ptrdiff_t *rows, size_t count, size_t columns,
                                 uint64_t key, uint64_t stream, uint64_t first, float *out) {
  const size_t total = count * columns;
  const Words counter = {0, 1, 2, 3, 4, 5, 6, 7};
  size_t r = 0, c = 0;
  if (total > 0) prefetch(bytes, rows, 0, count, columns);
  for (size_t i = 0; i < total; i += PART) {
    uint8_t across[PART];
    const uint8_t *from = bytes + (size_t)rows[r] * columns + c;
    const size_t part = total - i < PART ? total - i : PART;
    if (columns - c < PART) {
      memset(across, 0, PART);
      copyAcross(across, bytes, rows, columns, r, c, part);
      from = across;
    }
    uint64_t eights[PART / 8];
    memcpy(eights, from, PART);
    float results[PART], *to = part == PART ? out + i : results;
    if ((eights[0] | eights[1] | eights[2] | eights[3]) == 0) {
      // Black, as a third of a digit's image: no word is needed.
      memset(to, 0, PART * sizeof *to);
    } else {
      Words pair[2];
      uint32_t words[PART];
      philox(key, stream, counter + first + i / 4, &pair[0], &pair[1]);
      memcpy(words, pair, sizeof words);
      decide(from, words, to);
    }
    if (to == results) memcpy(out + i, results, part * sizeof *out);
    for (c += PART; c >= columns && r + 1 < count; c -= columns) prefetch(bytes, rows, ++r, count, columns);
  }
}

KERNEL(ckGatherStochastic, (bytes, rows, count, columns, key, stream, first, out), const uint8_t *bytes,
       const ptrdiff_t *rows, size_t count, size_t columns, uint64_t key, uint64_t stream, uint64_t first, float *out)
