#ifndef CGLPK_H
#define CGLPK_H

// GLPK behind a trap: whatever GLPK would abort the process for comes back as a code. Every call into GLPK that the
// package makes goes through these functions; indices are 0-based and infinite limits are +-infinity.

#include <glpk.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// A GLPK problem with the thread and the generation it belongs to.
typedef struct cglpk_problem cglpk_problem;

/// Negative results of every function below that returns int; GLPK's own codes are positive, 0 is success.
enum {
  /// GLPK reported an error. Its environment on this thread is gone, and with it every problem of the thread.
  CGLPK_TRAPPED = -1,
  /// The problem belongs to another thread.
  CGLPK_WRONG_THREAD = -2,
  /// The problem died with an earlier error on its thread.
  CGLPK_DEAD = -3,
  /// The call came from inside a callback of branch and cut.
  CGLPK_BUSY = -4,
  /// No memory for the call's own buffers.
  CGLPK_NO_MEMORY = -5,
  /// A call was stopped where GLPK itself cannot be: its environment on this thread is gone, as after a trap.
  CGLPK_INTERRUPTED = -6,
};

/// The last lines GLPK wrote on this thread since the last call began, the text of a trapped error among them.
const char *cglpk_message(void);

/// Limits what GLPK may allocate on this thread, for all its problems together; 0 for no limit. Exceeding it is trapped; a limit
/// that is exceeded already is refused with CGLPK_NO_MEMORY.
int cglpk_set_memory_limit(int megabytes);

/// Runs `body` on a new thread, with an environment of GLPK's that ends with it, and waits for it.
int cglpk_on_own_thread(void (*body)(void *context), void *context);

int cglpk_create(cglpk_problem **out);
/// Frees the problem; on another thread than its own, or from inside a callback, only the handle is freed.
void cglpk_delete(cglpk_problem *problem);

/// Loads a whole model into an empty problem; row i owns the entries row_start[i] ..< row_start[i + 1].
int cglpk_load(cglpk_problem *problem, int columns, const double *column_lower, const double *column_upper,
               const double *cost, const bool *is_integer, double offset, int rows, const double *row_lower,
               const double *row_upper, const intptr_t *row_start, const int32_t *column_index,
               const double *coefficient);
int cglpk_append_rows(cglpk_problem *problem, int count, const double *lower, const double *upper,
                      const intptr_t *row_start, const int32_t *column_index, const double *coefficient);
/// Column j owns the entries column_start[j] ..< column_start[j + 1].
int cglpk_append_columns(cglpk_problem *problem, int count, const double *lower, const double *upper,
                         const double *cost, const bool *is_integer, const intptr_t *column_start,
                         const int32_t *row_index, const double *coefficient);
int cglpk_set_column_bounds(cglpk_problem *problem, int count, const intptr_t *columns, const double *lower,
                            const double *upper);
int cglpk_set_row_bounds(cglpk_problem *problem, int count, const intptr_t *rows, const double *lower,
                         const double *upper);
int cglpk_set_costs(cglpk_problem *problem, int count, const intptr_t *columns, const double *cost);

enum { CGLPK_FREE_MPS, CGLPK_CPLEX_LP };
/// Reads a file with GLPK's own reader; a positive result is a file that it refuses.
int cglpk_read(cglpk_problem *problem, int format, const char *path);
int cglpk_sizes(cglpk_problem *problem, int *rows, int *columns, int *nonzeros, int *integers);

int cglpk_scale(cglpk_problem *problem, int flags);
int cglpk_standard_basis(cglpk_problem *problem);
int cglpk_advanced_basis(cglpk_problem *problem);
int cglpk_get_basis(cglpk_problem *problem, uint8_t *columns, uint8_t *rows);
int cglpk_set_basis(cglpk_problem *problem, const uint8_t *columns, const uint8_t *rows);

typedef struct {
  int method, ratio_test;
  bool presolve;
  int milliseconds, iterations;
} cglpk_simplex_options;

typedef struct {
  int status, primal_status, dual_status, iterations;
  double objective;
} cglpk_simplex_state;

/// Factorizes the basis; GLPK's return code.
int cglpk_factorize(cglpk_problem *problem);
/// Runs the simplex method from the present basis; GLPK's return code.
int cglpk_simplex(cglpk_problem *problem, const cglpk_simplex_options *options, cglpk_simplex_state *state);

/// Called now and then by a call that GLPK cannot stop; true ends it. It must not call GLPK.
typedef bool (*cglpk_stop)(void *context);

/// Runs the interior-point method, asking `stop` once an iteration; GLPK's return code, or CGLPK_INTERRUPTED.
int cglpk_interior(cglpk_problem *problem, cglpk_stop stop, void *context);

enum { CGLPK_BASIC, CGLPK_INTERIOR, CGLPK_MIP };
/// Reads the values of a solution; the duals of a mixed-integer one do not exist and their pointers are ignored.
int cglpk_get_values(cglpk_problem *problem, int kind, double *columns, double *rows, double *row_duals,
                     double *reduced_costs);

typedef struct {
  bool has_incumbent;
  double incumbent, bound;
  int nodes, iterations;
} cglpk_tree_state;

typedef struct {
  double relative_gap;
  bool cuts;
  int milliseconds;
} cglpk_search_options;

/// Called some fifty times a second and at every new incumbent; true stops the search. It must not call GLPK.
typedef bool (*cglpk_poll)(void *context, const cglpk_tree_state *state);

/// Runs branch and cut from an optimal basis of the relaxation. `start` is a feasible point or null; `status` is GLPK's.
int cglpk_search(cglpk_problem *problem, const cglpk_search_options *options, const double *start, cglpk_poll poll,
                 void *context, cglpk_tree_state *state, int *status);

#endif
