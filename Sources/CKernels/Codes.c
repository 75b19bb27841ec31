#include "Codes.h"

#include "FloatLanes.h"

#pragma STDC FP_CONTRACT OFF

// Rows that are searched side by side.
#define TOGETHER 4

// What has been seen of a row, lane by lane: the largest, where it stands, and the second largest.
typedef struct {
  Floats most, next;
  Integers places;
} Leaders;

BODY void meet(Leaders *leaders, Floats x, Integers here) {
  const Integers above = x > leaders->most;
  const Floats lower = above ? leaders->most : x;
  leaders->next = lower > leaders->next ? lower : leaders->next;
  leaders->most = above ? x : leaders->most;
  leaders->places = above ? here : leaders->places;
}

// Lets every lane meet the one whose number differs in one bit.
#define FOLD(leaders, ...)                                                                                             \
  do {                                                                                                                 \
    const Floats most = __builtin_shufflevector(leaders.most, leaders.most, __VA_ARGS__);                              \
    const Floats next = __builtin_shufflevector(leaders.next, leaders.next, __VA_ARGS__);                              \
    const Integers places = __builtin_shufflevector(leaders.places, leaders.places, __VA_ARGS__);                      \
    const Integers isFirst = (most == leaders.most) & (places < leaders.places);                                       \
    const Integers above = (most > leaders.most) | isFirst;                                                            \
    const Floats lower = above ? leaders.most : most;                                                                  \
    leaders.next = next > leaders.next ? next : leaders.next;                                                          \
    leaders.next = lower > leaders.next ? lower : leaders.next;                                                        \
    leaders.most = above ? most : leaders.most;                                                                        \
    leaders.places = above ? places : leaders.places;                                                                  \
  } while (0)

// The leader of all lanes, the first place among equals, and the largest of the others.
BODY void decide(Leaders leaders, uint32_t *index, float *best, float *second) {
  FOLD(leaders, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7);
  FOLD(leaders, 4, 5, 6, 7, 0, 1, 2, 3, 12, 13, 14, 15, 8, 9, 10, 11);
  FOLD(leaders, 2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13);
  FOLD(leaders, 1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14);
  *index = (uint32_t)leaders.places[0];
  *best = leaders.most[0];
  *second = leaders.next[0];
}

// Some rows side by side, so that one row's comparisons need not wait for each other.
BODY void searchRows(const size_t together, const float *products, const float *half, size_t codes, uint32_t *indices,
                     float *best, float *second) {
  Leaders leaders[TOGETHER];
  for (size_t r = 0; r < together; r++) {
    leaders[r] = (Leaders){(Floats)-__builtin_inff(), (Floats)-__builtin_inff(), (Integers)0};
  }
  Integers here = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  const size_t whole = codes & ~(size_t)(WIDTH - 1);
  for (size_t c = 0; c < whole; c += WIDTH, here += WIDTH) {
    const Floats h = loadFloats(half + c);
    for (size_t r = 0; r < together; r++) meet(&leaders[r], loadFloats(products + r * codes + c) - h, here);
  }
  if (whole < codes) {
    // Lanes without a code hold minus infinity, which is above nothing.
    const size_t rest = codes - whole;
    const Floats h = loadSome(half + whole, rest, 0);
    for (size_t r = 0; r < together; r++) {
      meet(&leaders[r], loadSome(products + r * codes + whole, rest, -__builtin_inff()) - h, here);
    }
  }
  for (size_t r = 0; r < together; r++) decide(leaders[r], indices + r, best + r, second + r);
}

BODY void ckNearestCodesBody(const float *products, const float *half, size_t rows, size_t codes, uint32_t *indices,
                             float *best, float *second) {
  size_t r = 0;
  for (; r + TOGETHER <= rows; r += TOGETHER) {
    searchRows(TOGETHER, products + r * codes, half, codes, indices + r, best + r, second + r);
  }
  for (; r < rows; r++) searchRows(1, products + r * codes, half, codes, indices + r, best + r, second + r);
}

KERNEL(ckNearestCodes, (products, half, rows, codes, indices, best, second), const float *products, const float *half,
       size_t rows, size_t codes, uint32_t *indices, float *best, float *second)
