#ifndef SERIES_KERNELS_H
#define SERIES_KERNELS_H

// Passes over whole series of n entries, compiled for several instruction sets and chosen at run time. What is written
// overlaps nothing that is read.

/// y += factor · x.
void series_add(long n, double factor, const double *x, double *y);

/// y += factor · a · x.
void series_add_product(long n, double factor, const double *a, const double *x, double *y);

/// y −= a · b · c.
void series_subtract_product(long n, const double *a, const double *b, const double *c, double *y);

/// y = a · b.
void series_multiply(long n, const double *a, const double *b, double *y);

/// y = a · b + c.
void series_multiply_add(long n, const double *a, const double *b, const double *c, double *y);

/// y *= a.
void series_scale(long n, const double *a, double *y);

/// The largest magnitude in x; `sum` gains its sum.
double series_largest(long n, const double *x, double *sum);

#endif
