#ifndef WINDOW_KERNELS_H
#define WINDOW_KERNELS_H

// Kernels of the interior point for windows, compiled for several instruction sets and chosen at run time. `ld` is the
// entries of a row, a multiple of 4; what is beyond `n` of them is padding, with a diagonal of 1 and no coupling.

/// The Newton system of a chain of steps: in each a row per envelope, linked to the step before by a diagonal, and one
/// row for the whole step, coupled to them. Writes the inverse of each step's pivot and block.
void window_factor(long count, long n, long ld, const double *diagonal, const double *link, const double *coupling,
                   const double *pivot, double *reciprocal, double *inverse);

/// Solves in place for right sides of the envelopes' rows and of the steps' own.
void window_solve(long count, long n, long ld, const double *link, const double *coupling, const double *reciprocal,
                  const double *inverse, double *y, double *w);

/// The program of a chain of steps. Columns are discharge, charge and level of all cells, `step * ld + envelope`, one
/// after the other, and the room under the level of each step from `rooms` on. A row per cell balances its level, a row
/// per step the load.
typedef struct {
  long count, ld, rooms;
  /// By envelope: level per charge, and taken from the level per discharge.
  const double *stored, *drawn;
  /// By cell: part of the level before the step that is left. That of the first step is not read.
  const double *carry;
} window_rows;

/// What is left of right sides, `supply` of the cells and `load` less `level` of the steps, at columns x.
void window_apply(const window_rows *rows, const double *x, const double *supply, const double *load, double level,
                  double *balance, double *held);

/// The rows' prices y and w, by column.
void window_price(const window_rows *rows, const double *y, const double *w, double *target);

/// The same with `drive` added, times `theta`.
void window_direct(const window_rows *rows, const double *y, const double *w, const double *theta,
                   const double *drive, double *target);

/// The matrix of `window_factor` for columns scaled by `theta`.
void window_assemble(const window_rows *rows, const double *theta, double *diagonal, double *link, double *coupling,
                     double *pivot);

/// y less f times x.
void window_subtract(long n, double f, const double *x, double *y);

/// Largest absolute value.
double window_largest(long n, const double *x);

// Passes over columns: value x, distance to the upper limit, multipliers of both limits; `isFree` is 1 where a column
// moves, `isCapped` where it has an upper limit.

/// Turns the prices of columns into what is left of their rows of the dual; returns Σ x·lower + slack·upper and, in
/// `worst`, the largest of what is left.
double window_gap(long n, const double *x, const double *slack, const double *lower, const double *upper,
                  const double *isFree, double *price, double *worst);

/// Reciprocals, the scaling θ, and what drives the predictor.
void window_scale(long n, const double *x, const double *slack, const double *lower, const double *upper,
                  const double *dual, const double *isFree, const double *isCapped, double *overX, double *overSlack,
                  double *theta, double *drive);

/// The predictor's steps of the multipliers; returns Σ x·lower + slack·upper where it would lead.
double window_predict(long n, const double *x, const double *slack, const double *lower, const double *upper,
                      const double *isFree, const double *isCapped, const double *overX, const double *overSlack,
                      const double *stepX, double *stepLower, double *stepUpper);

/// What drives the corrector towards complementarity `centre`.
void window_correct(long n, double centre, const double *lower, const double *upper, const double *dual,
                    const double *overX, const double *overSlack, const double *stepX, double *stepLower,
                    double *stepUpper, double *drive);

/// Goes `part` of the way to the first limit; `lengths` are those of the primal and of the dual step.
void window_advance(long n, double part, const double *capacity, const double *isFree, const double *isCapped,
                    const double *overX, const double *overSlack, const double *stepX, double *x, double *slack,
                    double *lower, double *upper, double *stepLower, double *stepUpper, double *lengths);

/// The levels after some steps from which an envelope can end the last of them within its limits, charging only under the
/// level z that is held. Cells are `stride` apart.
void sweep_bound(long count, long stride, double z, double stored, double drawn, const double *load,
                 const double *discharge, const double *charge, const double *lower, const double *upper,
                 const double *retained, const double *inflow, double *lowest, double *highest);

// A step of the greedy sweep, by envelope. Whole vectors of 4 are read and written: beyond `n`, `perDrawn`, `perStored`,
// `drawn` and `stored` are 0 and `slack` is vast.

/// What must be given or taken in a step to end within the limits, and what more could be. `sums` are the power, the room
/// to discharge and the room to charge of all; `lowest` and `highest` stand for the limits where `isNeutral` is 1.
void sweep_push(long n, const double *discharge, const double *charge, const double *lower, const double *upper,
                const double *retained, const double *inflow, const double *lowest, const double *highest,
                const double *isNeutral, const double *perDrawn, const double *perStored, const double *level,
                double *before, double *power, double *dischargeRoom, double *chargeRoom, double *sums);

/// Takes the powers of a step. Returns 1 where levels are within their limits, plus 2 where all that carry on into the
/// next step are at rest.
long sweep_settle(long n, const double *lower, const double *upper, const double *carriesOn, const double *isNeutral,
                  const double *rest, const double *slack, const double *drawn, const double *stored,
                  const double *before, const double *power, double *level);

#endif
