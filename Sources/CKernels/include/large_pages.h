#ifndef LARGE_PAGES_H
#define LARGE_PAGES_H

/// Asks the system for large pages behind memory that is not written yet; where it has none, nothing changes.
void memory_take_large_pages(void *memory, long bytes);

#endif
