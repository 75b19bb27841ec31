#include "Activations.h"

#include "FloatLanes.h"

#pragma STDC FP_CONTRACT OFF

enum { identity, relu, hyperbolic, soft, logistic };

BODY Floats value(int f, Floats a) {
  switch (f) {
    case relu: return atLeast(0, a);
    case hyperbolic: return hyperbolicTangent(a);
    case soft: return softplus(a);
    case logistic: return sigmoid(a);
    default: return a;
  }
}

// dy times the slope at the place where f is y.
BODY Floats scaled(int f, Floats y, Floats dy) {
  switch (f) {
    case relu: return dy * (y > 0 ? (Floats)1 : 0 * y);
    case hyperbolic: return dy * (1 - y * y);
    case soft: return dy * -exponentialLessOne(-y);
    case logistic: return dy * (y * (1 - y));
    default: return dy;
  }
}

BODY void activateRows(int f, float *y, const float *bias, size_t rows, size_t columns) {
  const size_t whole = columns - columns % WIDTH;
  for (size_t r = 0; r < rows; r++, y += columns) {
    if (columns < WIDTH) {
      storeSome(y, value(f, loadSome(y, columns, 0) + loadSome(bias, columns, 0)), columns);
      continue;
    }
    // The last vector overlaps the one before it, and is read before that is overwritten.
    const size_t end = columns - WIDTH;
    const Floats last = value(f, loadFloats(y + end) + loadFloats(bias + end));
    for (size_t c = 0; c < whole; c += WIDTH) storeFloats(y + c, value(f, loadFloats(y + c) + loadFloats(bias + c)));
    storeFloats(y + end, last);
  }
}

BODY void ckActivateBody(int32_t activation, float *y, const float *bias, size_t rows, size_t columns) {
  switch (activation) {
    case identity: activateRows(identity, y, bias, rows, columns); break;
    case relu: activateRows(relu, y, bias, rows, columns); break;
    case hyperbolic: activateRows(hyperbolic, y, bias, rows, columns); break;
    case soft: activateRows(soft, y, bias, rows, columns); break;
    case logistic: activateRows(logistic, y, bias, rows, columns); break;
  }
}

KERNEL(ckActivate, (activation, y, bias, rows, columns), int32_t activation, float *y, const float *bias, size_t rows,
       size_t columns)

BODY void differentiate(int f, const float *y, float *dy, size_t count) {
  const size_t whole = count - count % WIDTH;
  for (size_t i = 0; i < whole; i += WIDTH) storeFloats(dy + i, scaled(f, loadFloats(y + i), loadFloats(dy + i)));
  const size_t rest = count - whole;
  if (rest > 0) storeSome(dy + whole, scaled(f, loadSome(y + whole, rest, 0), loadSome(dy + whole, rest, 0)), rest);
}

BODY void ckDifferentiateBody(int32_t activation, const float *y, float *dy, size_t count) {
  switch (activation) {
    case relu: differentiate(relu, y, dy, count); break;
    case hyperbolic: differentiate(hyperbolic, y, dy, count); break;
    case soft: differentiate(soft, y, dy, count); break;
    case logistic: differentiate(logistic, y, dy, count); break;
  }
}

KERNEL(ckDifferentiate, (activation, y, dy, count), int32_t activation, const float *y, float *dy, size_t count)

BODY void ckSumRowsBody(const float *a, size_t rows, size_t columns, float *sum) {
  size_t c = 0;
  for (; c + 4 * WIDTH <= columns; c += 4 * WIDTH) {
    Floats sums[4] = {0, 0, 0, 0};
    for (size_t r = 0; r < rows; r++) {
      const float *from = a + r * columns + c;
      for (int i = 0; i < 4; i++) sums[i] += loadFloats(from + i * WIDTH);
    }
    for (int i = 0; i < 4; i++) storeFloats(sum + c + i * WIDTH, sums[i]);
  }
  for (; c < columns; c += WIDTH) {
    const size_t count = columns - c < WIDTH ? columns - c : WIDTH;
    Floats total = 0;
    for (size_t r = 0; r < rows; r++) {
      const float *from = a + r * columns + c;
      total += count == WIDTH ? loadFloats(from) : loadSome(from, count, 0);
    }
    storeSome(sum + c, total, count);
  }
}

KERNEL(ckSumRows, (a, rows, columns, sum), const float *a, size_t rows, size_t columns, float *sum)

BODY void ckAddBody(const float *a, float *sum, size_t count) {
  for (size_t i = 0; i < count; i++) sum[i] += a[i];
}

KERNEL(ckAdd, (a, sum, count), const float *a, float *sum, size_t count)

BODY void ckScaleBody(const float *m, float *y, size_t count) {
  for (size_t i = 0; i < count; i++) y[i] *= m[i];
}

KERNEL(ckScale, (m, y, count), const float *m, float *y, size_t count)
