#include "Optimizers.h"

#include "FloatLanes.h"

#pragma STDC FP_CONTRACT OFF

// Element by element: left to the compiler's vectoriser, which may not change their bits.

BODY void ckAdamBody(float *restrict w, float *restrict m, float *restrict v, const float *restrict g, size_t count,
                     float rate, float beta1, float beta2, float epsilon, float correction1, float correction2) {
  const float rest1 = 1 - beta1, rest2 = 1 - beta2, size = rate * correction1;
  for (size_t i = 0; i < count; i++) {
    const float mean = beta1 * m[i] + rest1 * g[i];
    const float square = beta2 * v[i] + rest2 * g[i] * g[i];
    m[i] = mean;
    v[i] = square;
    w[i] = w[i] - size * mean / (__builtin_elementwise_sqrt(correction2 * square) + epsilon);
  }
}

KERNEL(ckAdam, (w, m, v, g, count, rate, beta1, beta2, epsilon, correction1, correction2), float *restrict w,
       float *restrict m, float *restrict v, const float *restrict g, size_t count, float rate, float beta1,
       float beta2, float epsilon, float correction1, float correction2)

BODY void ckRMSPropBody(float *restrict w, float *restrict v, const float *restrict g, size_t count, float rate,
                        float decay, float epsilon) {
  const float rest = 1 - decay;
  for (size_t i = 0; i < count; i++) {
    const float square = decay * v[i] + rest * g[i] * g[i];
    v[i] = square;
    w[i] = w[i] - rate * g[i] / (__builtin_elementwise_sqrt(square) + epsilon);
  }
}

KERNEL(ckRMSProp, (w, v, g, count, rate, decay, epsilon), float *restrict w, float *restrict v,
       const float *restrict g, size_t count, float rate, float decay, float epsilon)

BODY void ckCentredRMSPropBody(float *restrict w, float *restrict m, float *restrict v, const float *restrict g,
                               size_t count, float rate, float decay, float epsilon) {
  const float rest = 1 - decay;
  for (size_t i = 0; i < count; i++) {
    const float square = decay * v[i] + rest * g[i] * g[i];
    const float mean = decay * m[i] + rest * g[i];
    const float difference = square - mean * mean;
    v[i] = square;
    m[i] = mean;
    w[i] = w[i] - rate * g[i] / (__builtin_elementwise_sqrt(difference < 0 ? 0 : difference) + epsilon);
  }
}

KERNEL(ckCentredRMSProp, (w, m, v, g, count, rate, decay, epsilon), float *restrict w, float *restrict m,
       float *restrict v, const float *restrict g, size_t count, float rate, float decay, float epsilon)

BODY void ckDescendBody(float *restrict w, float *restrict m, const float *restrict g, size_t count, float rate,
                        float momentum) {
  for (size_t i = 0; i < count; i++) {
    const float velocity = momentum * m[i] + g[i];
    m[i] = velocity;
    w[i] = w[i] - rate * velocity;
  }
}

KERNEL(ckDescend, (w, m, g, count, rate, momentum), float *restrict w, float *restrict m, const float *restrict g,
       size_t count, float rate, float momentum)
