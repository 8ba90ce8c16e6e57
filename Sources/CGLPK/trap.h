#ifndef CGLPK_TRAP_H
#define CGLPK_TRAP_H

#include "CGLPK.h"
#include <setjmp.h>

struct cglpk_problem {
  glp_prob *prob;
  uint64_t thread, generation;
};

extern _Thread_local sigjmp_buf cglpk_escape;

/// Checks the problem (null: none needed) and installs the hooks; a negative code refuses the call.
int cglpk_enter(const cglpk_problem *problem);
/// Disarms the trap and frees the call's buffers.
int cglpk_leave(int code);
/// What a jump out of GLPK ends in: the environment is freed, every problem of the thread is dead.
int cglpk_trapped(void);
/// Asks at every line that GLPK prints until the end of the call; true jumps out of GLPK, which ends as a trap does.
void cglpk_stop_when(cglpk_stop stop, void *context);
/// A buffer that the end of the call frees, however it ends; null when there is no memory.
void *cglpk_buffer(size_t bytes);

/// Opens a call: from here to cglpk_leave an error of GLPK returns CGLPK_TRAPPED from the function that says GUARD.
#define GUARD(problem)                             \
  const int refusal = cglpk_enter(problem);        \
  if (refusal != 0) return refusal;                \
  if (sigsetjmp(cglpk_escape, 0)) return cglpk_trapped()

#endif
