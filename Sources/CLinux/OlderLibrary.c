// What the compiler's libraries take from a C library newer than 2.34 (Ubuntu 22.04 has 2.35, RHEL 9 has 2.34), in place of
// that. Hidden: nothing but this executable sees it.
#define _GNU_SOURCE
#include <link.h>
#include <math.h>
#include <stddef.h>

#pragma GCC visibility push(hidden)

/// hypot(3) of two numbers of half the width of the sum, which has nothing to lose.
float hypotf(float x, float y) {
  return (float)sqrt((double)x * x + (double)y * y);
}

/// `struct dl_find_object`, which <dlfcn.h> has since 2.35.
struct found {
  unsigned long long dlfo_flags;
  void *dlfo_map_start;
  void *dlfo_map_end;
  struct link_map *dlfo_link_map;
  void *dlfo_eh_frame;
  unsigned long long reserved[7];
};

struct search {
  ElfW(Addr) address;
  struct found *result;
};

static int look(struct dl_phdr_info *info, size_t size, void *context) {
  struct search *search = context;
  ElfW(Addr) start = (ElfW(Addr))-1, end = 0, frames = 0;
  (void)size;
  for (int index = 0; index < info->dlpi_phnum; index++) {
    const ElfW(Phdr) *header = &info->dlpi_phdr[index];
    ElfW(Addr) address = info->dlpi_addr + header->p_vaddr;
    if (header->p_type == PT_GNU_EH_FRAME) frames = address;
    if (header->p_type != PT_LOAD) continue;
    if (address < start) start = address;
    if (address + header->p_memsz > end) end = address + header->p_memsz;
  }
  if (search->address < start || search->address >= end || frames == 0) return 0;
  *search->result = (struct found){
    .dlfo_map_start = (void *)start, .dlfo_map_end = (void *)end, .dlfo_eh_frame = (void *)frames};
  return 1;
}

/// Where the object that `address` lies in keeps what unwinding needs (`_dl_find_object` of glibc 2.35): 0, or -1 when there is
/// none. libgcc asks for it; by dl_iterate_phdr(3).
int find_object(void *address, struct found *result) __asm__("_dl_find_object");
int find_object(void *address, struct found *result) {
  struct search search = {.address = (ElfW(Addr))address, .result = result};
  return dl_iterate_phdr(look, &search) == 1 ? 0 : -1;
}

#pragma GCC visibility pop
