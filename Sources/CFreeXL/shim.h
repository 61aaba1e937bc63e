// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <freexl.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <unistd.h>

// The library opens files by their path only. This makes a file that lies in memory and has no name: nothing is written to disk.
// Returns its descriptor, or -1.
static inline int mezon_memory_file(const void *bytes, size_t count) {
  int descriptor = (int)syscall(SYS_memfd_create, "mezon", 1u /* MFD_CLOEXEC */);
  size_t done = 0;
  while (descriptor >= 0 && done < count) {
    ssize_t written = write(descriptor, (const char *)bytes + done, count - done);
    if (written <= 0) {
      close(descriptor);
      return -1;
    }
    done += (size_t)written;
  }
  return descriptor;
}
