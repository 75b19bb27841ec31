// The double-precision matrix product of OpenBLAS, kept on the thread that asks.
#include <cblas.h>
