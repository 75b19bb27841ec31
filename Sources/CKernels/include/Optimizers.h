// One step of an optimiser over all parameters w with gradient g, in one sweep.

#ifndef CKERNELS_OPTIMIZERS_H
#define CKERNELS_OPTIMIZERS_H

#include <stddef.h>

#include "Levels.h"

/// m = beta1 m + (1 - beta1) g, v = beta2 v + (1 - beta2) g^2, w -= rate correction1 m / (sqrt(correction2 v) + epsilon).
CK_KERNEL(ckAdam, float *restrict w, float *restrict m, float *restrict v, const float *restrict g, size_t count,
          float rate, float beta1, float beta2, float epsilon, float correction1, float correction2);

/// v = decay v + (1 - decay) g^2, w -= rate g / (sqrt(v) + epsilon).
CK_KERNEL(ckRMSProp, float *restrict w, float *restrict v, const float *restrict g, size_t count, float rate,
          float decay, float epsilon);

/// The same, centred: m = decay m + (1 - decay) g, and v - m^2, at least 0, under the root.
CK_KERNEL(ckCentredRMSProp, float *restrict w, float *restrict m, float *restrict v, const float *restrict g,
          size_t count, float rate, float decay, float epsilon);

/// m = momentum m + g, w -= rate m.
CK_KERNEL(ckDescend, float *restrict w, float *restrict m, const float *restrict g, size_t count, float rate,
          float momentum);

#endif
