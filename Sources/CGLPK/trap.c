#include "trap.h"
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

_Thread_local sigjmp_buf cglpk_escape;
static _Thread_local bool armed;
static _Thread_local uint64_t this_thread, this_generation;
static _Thread_local void *buffers[4];
static _Thread_local char message[1024];
static _Thread_local size_t message_length;
static _Thread_local cglpk_stop stop;
static _Thread_local void *stop_context;
static _Thread_local bool interrupted;

// Addresses and kernel ids of threads are reused, so each thread draws a number of its own.
static atomic_uint_fast64_t next_thread = 1;
static pthread_key_t end_of_thread;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void free_environment(void *unused) {
  (void)unused;
  glp_free_env();
}

static void make_key(void) { pthread_key_create(&end_of_thread, free_environment); }

static int keep_output(void *info, const char *text) {
  (void)info;
  size_t length = strlen(text), room = sizeof message - 1;
  if (length > room) {
    text += length - room;
    length = room;
  }
  if (message_length + length > room) {
    size_t drop = message_length + length - room;
    memmove(message, message + drop, message_length - drop);
    message_length -= drop;
  }
  memcpy(message + message_length, text, length);
  message_length += length;
  message[message_length] = 0;
  if (armed && stop && stop(stop_context)) {
    interrupted = true;
    siglongjmp(cglpk_escape, 1);
  }
  return 1;
}

static void jump(void *info) {
  (void)info;
  if (armed) siglongjmp(cglpk_escape, 1);
}

const char *cglpk_message(void) { return message; }

int cglpk_enter(const cglpk_problem *problem) {
  if (this_thread == 0) {
    this_thread = atomic_fetch_add(&next_thread, 1);
    pthread_once(&once, make_key);
    // The value only has to be non-null for the thread's end to free its environment.
    pthread_setspecific(end_of_thread, &once);
  }
  if (problem && problem->thread != this_thread) return CGLPK_WRONG_THREAD;
  if (problem && problem->generation != this_generation) return CGLPK_DEAD;
  if (armed) return CGLPK_BUSY;
  message_length = 0;
  message[0] = 0;
  stop = NULL;
  interrupted = false;
  glp_term_hook(keep_output, NULL);
  glp_error_hook(jump, NULL);
  armed = true;
  return 0;
}

int cglpk_leave(int code) {
  armed = false;
  for (int i = 0; i < 4; i++) {
    free(buffers[i]);
    buffers[i] = NULL;
  }
  return code;
}

int cglpk_trapped(void) {
  this_generation++;
  glp_free_env();
  return cglpk_leave(interrupted ? CGLPK_INTERRUPTED : CGLPK_TRAPPED);
}

void cglpk_stop_when(cglpk_stop wanted, void *context) {
  stop = wanted;
  stop_context = context;
}

void *cglpk_buffer(size_t bytes) {
  for (int i = 0; i < 4; i++)
    if (!buffers[i]) return buffers[i] = malloc(bytes > 0 ? bytes : 1);
  return NULL;
}

int cglpk_set_memory_limit(int megabytes) {
  GUARD(NULL);
  size_t used;
  glp_mem_usage(NULL, NULL, &used, NULL);
  // GLPK subtracts what is used from the limit without a sign: a limit below would be none.
  if (megabytes > 0 && used > (size_t)megabytes << 20) return cglpk_leave(CGLPK_NO_MEMORY);
  glp_mem_limit(megabytes > 0 ? megabytes : INT32_MAX);
  return cglpk_leave(0);
}

int cglpk_create(cglpk_problem **out) {
  *out = NULL;
  cglpk_problem *volatile problem = malloc(sizeof *problem);
  if (!problem) return CGLPK_NO_MEMORY;
  const int refusal = cglpk_enter(NULL);
  if (refusal != 0) {
    free(problem);
    return refusal;
  }
  if (sigsetjmp(cglpk_escape, 0)) {
    free(problem);
    return cglpk_trapped();
  }
  *problem = (cglpk_problem){glp_create_prob(), this_thread, this_generation};
  *out = problem;
  return cglpk_leave(0);
}

static int delete(cglpk_problem *problem) {
  GUARD(problem);
  glp_delete_prob(problem->prob);
  return cglpk_leave(0);
}

void cglpk_delete(cglpk_problem *problem) {
  if (!problem) return;
  delete(problem);
  free(problem);
}

struct errand {
  void (*body)(void *);
  void *context;
};

static void *run_errand(void *errand) {
  const struct errand *task = errand;
  task->body(task->context);
  return NULL;
}

int cglpk_on_own_thread(void (*body)(void *context), void *context) {
  struct errand task = {body, context};
  pthread_t thread;
  if (pthread_create(&thread, NULL, run_errand, &task) != 0) return CGLPK_NO_MEMORY;
  pthread_join(thread, NULL);
  return 0;
}
