#define _GNU_SOURCE
#include "include/large_pages.h"

#include <stdint.h>

#if defined(__linux__)
#include <sys/mman.h>
#endif

enum { large_page = 2 << 20 };

void memory_take_large_pages(void *memory, long bytes) {
#if defined(MADV_HUGEPAGE)
  // Whole pages only: what lies around them stays as it is.
  uintptr_t first = ((uintptr_t)memory + large_page - 1) / large_page * large_page;
  uintptr_t end = ((uintptr_t)memory + (uintptr_t)bytes) / large_page * large_page;
  if (end > first) madvise((void *)first, end - first, MADV_HUGEPAGE);
#else
  (void)memory;
  (void)bytes;
#endif
}
