#include "series_kernels.h"

#define LANE_BYTES 64
#include "lanes.h"

WIDE void series_add(long n, double factor, const double *restrict x, double *restrict y) {
  for (long t = 0; t < n; t++) y[t] += factor * x[t];
}

WIDE void series_add_product(long n, double factor, const double *restrict a, const double *restrict x,
                             double *restrict y) {
  for (long t = 0; t < n; t++) y[t] += factor * a[t] * x[t];
}

WIDE void series_subtract_product(long n, const double *restrict a, const double *restrict b,
                                  const double *restrict c, double *restrict y) {
  for (long t = 0; t < n; t++) y[t] -= a[t] * b[t] * c[t];
}

WIDE void series_multiply(long n, const double *restrict a, const double *restrict b, double *restrict y) {
  for (long t = 0; t < n; t++) y[t] = a[t] * b[t];
}

WIDE void series_multiply_add(long n, const double *restrict a, const double *restrict b, const double *restrict c,
                              double *restrict y) {
  for (long t = 0; t < n; t++) y[t] = a[t] * b[t] + c[t];
}

WIDE void series_scale(long n, const double *restrict a, double *restrict y) {
  for (long t = 0; t < n; t++) y[t] *= a[t];
}

WIDE double series_largest(long n, const double *restrict x, double *restrict sum) {
  double largest = 0, total = 0;
  for (long t = 0; t < n; t++) {
    largest = larger(largest, __builtin_fabs(x[t]));
    total += x[t];
  }
  *sum += total;
  return largest;
}
