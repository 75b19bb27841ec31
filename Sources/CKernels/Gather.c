#include "Gather.h"

#include "FloatLanes.h"
#include "PhiloxBlocks.h"

#include <string.h>

#pragma STDC FP_CONTRACT OFF

BODY void ckGatherScaledBody(const uint8_t *bytes, const ptrdiff_t *rows, size_t count, size_t columns, float *out) {
  for (size_t r = 0; r < count; r++) {
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
    const uint8_t *restrict from = bytes + (size_t)rows[r] * columns;
    float *restrict to = out + r * columns;
    for (size_t c = 0; c < columns; c++) to[c] = from[c] > threshold ? 1 : 0;
  }
}

KERNEL(ckGatherThresholded, (bytes, rows, count, columns, threshold, out), const uint8_t *bytes, const ptrdiff_t *rows,
       size_t count, size_t columns, uint8_t threshold, float *out)

// Words made at a time, 4 KiB; a multiple of the 32 of eight blocks.
#define WORDS 1024

// 2^32 - 1 = 255 * 0x01010101: a word, made smaller than that, falls below byte * 0x01010101 with probability
// byte / 255 (1 - 2^-32) for bytes between, never for 0 and always for 255.
BODY void decide(const uint8_t *restrict bytes, const uint32_t *restrict words, size_t count, float *restrict out) {
  for (size_t i = 0; i < count; i++) {
    const uint32_t word = words[i] < 0xFFFFFFFEu ? words[i] : 0xFFFFFFFEu;
    out[i] = word < bytes[i] * 0x01010101u ? 1 : 0;
  }
}

BODY void ckGatherStochasticBody(const uint8_t *bytes, const ptrdiff_t *rows, size_t count, size_t columns,
                                 uint64_t key, uint64_t stream, uint64_t first, float *out) {
  uint32_t words[WORDS] __attribute__((aligned(64)));
  Words counter = {0, 1, 2, 3, 4, 5, 6, 7};
  counter += first;
  size_t used = WORDS;
  for (size_t r = 0; r < count; r++) {
    const uint8_t *from = bytes + (size_t)rows[r] * columns;
    float *to = out + r * columns;
    for (size_t c = 0; c < columns;) {
      if (used == WORDS) {
        for (size_t i = 0; i < WORDS; i += 4 * LANES) {
          Words pair[2];
          philox(key, stream, counter, &pair[0], &pair[1]);
          counter += LANES;
          memcpy(words + i, pair, sizeof pair);
        }
        used = 0;
      }
      const size_t part = WORDS - used < columns - c ? WORDS - used : columns - c;
      decide(from + c, words + used, part, to + c);
      used += part;
      c += part;
    }
  }
}

KERNEL(ckGatherStochastic, (bytes, rows, count, columns, key, stream, first, out), const uint8_t *bytes,
       const ptrdiff_t *rows, size_t count, size_t columns, uint64_t key, uint64_t stream, uint64_t first, float *out)
