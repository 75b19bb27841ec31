#include "Codes.h"

#include "FloatLanes.h"

#pragma STDC FP_CONTRACT OFF

BODY void ckNearestCodesBody(const float *products, const float *half, size_t rows, size_t codes, uint32_t *indices,
                             float *best, float *second) {
  const Integers first = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  const size_t whole = codes & ~(size_t)(WIDTH - 1);
  for (size_t r = 0; r < rows; r++, products += codes) {
    Floats most = -__builtin_inff(), next = most;
    Integers places = 0, here = first;
    size_t c = 0;
    for (; c < whole; c += WIDTH, here += WIDTH) {
      const Floats x = loadFloats(products + c) - loadFloats(half + c);
      const Integers above = x > most;
      const Floats lower = above ? most : x;
      next = lower > next ? lower : next;
      most = above ? x : most;
      places = above ? here : places;
    }
    if (c < codes) {
      // Lanes without a code hold minus infinity, which is above nothing.
      const Floats x = loadSome(products + c, codes - c, -__builtin_inff()) - loadSome(half + c, codes - c, 0);
      const Integers above = x > most;
      const Floats lower = above ? most : x;
      next = lower > next ? lower : next;
      most = above ? x : most;
      places = above ? here : places;
    }
    size_t lane = 0;
    for (size_t l = 1; l < WIDTH; l++) {
      if (most[l] > most[lane] || (most[l] == most[lane] && places[l] < places[lane])) lane = l;
    }
    float runnerUp = next[lane];
    for (size_t l = 0; l < WIDTH; l++) {
      if (l != lane && most[l] > runnerUp) runnerUp = most[l];
      if (next[l] > runnerUp) runnerUp = next[l];
    }
    indices[r] = (uint32_t)places[lane];
    best[r] = most[lane];
    second[r] = runnerUp;
  }
}

KERNEL(ckNearestCodes, (products, half, rows, codes, indices, best, second), const float *products, const float *half,
       size_t rows, size_t codes, uint32_t *indices, float *best, float *second)
