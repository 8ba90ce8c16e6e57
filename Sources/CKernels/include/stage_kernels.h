#ifndef STAGE_KERNELS_H
#define STAGE_KERNELS_H

// Dense kernels of the staged interior-point method, compiled for several instruction sets and chosen at run time.
// Matrices are row-major with `ld` entries a row; `ld` is a multiple of 8 and the padding is zero.

/// Inverse of a symmetric quasi-definite matrix in place (symmetric sweep, no pivoting).
void stage_invert(double *a, long n, long ld);

/// y = a · x for `count` vectors of length ld.
void stage_multiply(const double *a, long n, long ld, const double *x, double *y, long count);

/// y −= a · x for one vector of length ld.
void stage_multiply_subtract(const double *a, long n, long ld, const double *x, double *y);

/// Sum of x[i] · y[i].
double stage_dot(const double *x, const double *y, long n);

// Passes over one run of columns: x and s are the distances to the lower and upper limit, l and u their multipliers.

/// Adds θ to `theta` and the affine right-hand side to `rhs`; returns Σ x·l + s·u.
double stage_pass_theta(long n, const double *x, const double *s, const double *l, const double *u, double scale,
                        double *theta, double *rhs);

/// After the predictor `da`: adds to `centre` and, with products of its steps up to `most`, to `corrector`; sums[0...2]
/// gain the three terms of the complementarity along the step, sums[3] and sums[4] are raised to the largest relative
/// decrease of x, s and of l, u.
void stage_pass_predictor(long n, const double *x, const double *s, const double *l, const double *u, double scale,
                          const double *da, double *centre, double *corrector, double most, double *sums);

// The combined direction is that at target `mu` after the predictor `da` and the step `d` of the prices, with products
// of the predictor's steps up to `most`. It is made anew by each pass: that costs less than to store it.

/// Counts per step length (longest first) the columns that would leave their box (`primal`) or whose multipliers would
/// (`dual`); worst[0] and worst[1] are raised to the largest relative decreases.
void stage_pass_lengths(long n, const double *x, const double *s, const double *l, const double *u, double scale,
                        double mu, const double *da, const double *d, double most, const double *lengths, long count,
                        long *primal, long *dual, double *worst);

/// Complementarity after a truncated step, without taking it.
double stage_trial(long n, const double *x, const double *s, const double *l, const double *u, double scale, double mu,
                   const double *da, const double *d, double most, double primal, double dual, double keep);

/// Takes the step; columns that would leave their box stop at `keep` of their distance. Returns Σ x·l + s·u.
double stage_step(long n, double *x, double *s, double *l, double *u, double scale, double mu, const double *da,
                  const double *d, double most, double primal, double dual, double keep);

/// Σ rc·lower + min(0, rc)·width with rc = cost − scale·price.
double stage_pass_bound(long n, const double *lower, const double *upper, const double *cost, double scale,
                        const double *price);

#endif
