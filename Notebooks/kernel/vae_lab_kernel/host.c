/* The process in which cells run.
 *
 * Reads commands from its standard input, one a line: "LIBRARY\tSYMBOL" loads a cell's library and calls its entry on
 * a thread of its own. How the cell ended is one line of JSON on the descriptor that VAE_LAB_DISPLAY names, the one on
 * which displays go out too:
 *
 *   {"end": "returned"}     {"end": "thrown", "frames": […]}     {"end": "trapped", "frames": […]}
 *   {"end": "interrupted", "frames": […]}  {"end": "not loaded"} (and why, on standard error)
 *
 * A frame is [number of the cell's library in the order of loading, offset of an instruction in it], innermost first.
 *
 * SIGINT parks the running cell: its thread sleeps for ever, so nothing is unwound and every value that was there
 * before stays. It is parked where it runs code of a cell or of the package, because inside of malloc or of the runtime it
 * may hold a lock that the next cell needs.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <execinfo.h>
#include <link.h>
#include <poll.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <ucontext.h>
#include <unistd.h>

enum { stack_size = 64 << 20, longest_line = 16384, most_cells = 4096, most_frames = 64, patience = 1000 };

/* Where the code of a library lies. */
struct code { uintptr_t base, start, end; };

/* This program's, the package's, and one a cell. */
static struct code host, codes[1 + most_cells];
static int loaded = 0;

static bool lies_in(const struct code *code, uintptr_t place) { return place >= code->start && place < code->end; }

static pthread_t cell;
static atomic_bool running = false, impatient = false;
static int displays, wake[2];
static bool thrown = false;
static jmp_buf outermost;
static void *frames[most_frames];
static int depth = 0;
static uintptr_t stopped_at = 0;

/* --- Messages ------------------------------------------------------------------------------------------------- */

/* Writes a whole text, by calls that are safe in a signal's handler. */
static void send_text(const char *text) {
  size_t left = strlen(text);
  while (left > 0) {
    ssize_t written = write(displays, text, left);
    if (written <= 0) _exit(1);
    text += written;
    left -= (size_t)written;
  }
}

/* Writes the ending of a cell; the line feed before it ends a message that a parked cell may have left unfinished. */
static void send_ending(const char *how) {
  char text[128 + 48 * most_frames];
  int length = snprintf(text, sizeof text, "\n{\"end\": \"%s\", \"frames\": [", how);
  const char *comma = "";
  for (int i = 0; i < depth; i++) {
    /* A caller's address is the one after its call. */
    uintptr_t place = (uintptr_t)frames[i] - ((uintptr_t)frames[i] == stopped_at ? 0 : 1);
    for (int n = 1; n <= loaded; n++) {
      if (!lies_in(&codes[n], place)) continue;
      length += snprintf(text + length, sizeof text - (size_t)length, "%s[%d, %lu]", comma, n - 1,
                         (unsigned long)(place - codes[n].base));
      comma = ", ";
    }
  }
  snprintf(text + length, sizeof text - (size_t)length, "]}\n");
  send_text(text);
}

/* --- Errors that a cell throws and does not catch ------------------------------------------------------------- */

/* The runtime's hook for every throw: remembers where the last one was. */
static void note_throw(void *error) {
  (void)error;
  if (running && pthread_equal(pthread_self(), cell)) depth = backtrace(frames, most_frames);
}

/* Stands before the runtime's function of this name, which would end the process; called by the outermost code of a
 * cell, which does not expect it to return. */
void swift_errorInMain(void *error) {
  void (*describe)(void *) = (void (*)(void *))dlsym(RTLD_DEFAULT, "vae_lab_show_thrown");
  if (describe != NULL) describe(error);
  longjmp(outermost, 1);
}

/* --- Traps ---------------------------------------------------------------------------------------------------- */

static uintptr_t program_counter(const ucontext_t *context) {
#if defined(__x86_64__)
  return (uintptr_t)context->uc_mcontext.gregs[REG_RIP];
#elif defined(__aarch64__)
  return (uintptr_t)context->uc_mcontext.pc;
#else
#error "the program counter of this processor"
#endif
}

/* Tells where the process ends, and lets it end. */
static void trap(int number, siginfo_t *information, void *context) {
  (void)information;
  stopped_at = program_counter(context);
  signal(number, SIG_DFL);
  depth = backtrace(frames, most_frames);
  send_ending("trapped");
  raise(number);
}

/* --- Interrupts ----------------------------------------------------------------------------------------------- */

/* Whether the stack could be followed back to where the cell began: it cannot in the stubs between libraries. */
static bool reaches_beginning(void) {
  for (int i = 1; i < depth; i++)
    if (lies_in(&host, (uintptr_t)frames[i])) return true;
  return false;
}

/* On the cell's thread: parks it if it may be parked here, and never returns then. */
static void park(int number, siginfo_t *information, void *context) {
  (void)number, (void)information;
  if (!running || !pthread_equal(pthread_self(), cell)) return;
  uintptr_t place = program_counter(context);
  bool safe = false;
  for (int n = 0; n <= loaded && !safe; n++) safe = lies_in(&codes[n], place);
  if (!safe && !impatient) return;
  stopped_at = place;
  depth = backtrace(frames, most_frames);
  if (!reaches_beginning() && !impatient) return;
  running = false;
  (void)!write(wake[1], "p", 1);
  sigset_t all;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, NULL);
  for (;;) pause();
}

static void interrupt(int number, siginfo_t *information, void *context) {
  (void)number, (void)information, (void)context;
  if (running) (void)!write(wake[1], "i", 1);
}

/* --- Cells ---------------------------------------------------------------------------------------------------- */

/* Finds the library whose code holds an address. */
static int find_code(struct dl_phdr_info *library, size_t size, void *found) {
  (void)size;
  struct code *code = found;
  for (int i = 0; i < library->dlpi_phnum; i++) {
    const ElfW(Phdr) *part = &library->dlpi_phdr[i];
    uintptr_t start = library->dlpi_addr + part->p_vaddr, end = start + part->p_memsz;
    if (part->p_type != PT_LOAD || !(part->p_flags & PF_X) || code->start < start || code->start >= end) continue;
    *code = (struct code){library->dlpi_addr, start, end};
    return 1;
  }
  return 0;
}

static struct code code_around(void *address) {
  struct code code = {.start = (uintptr_t)address, .end = 0};
  dl_iterate_phdr(find_code, &code);
  return code;
}

/* Loads a cell's library and returns its entry; NULL, and a message, where that fails. */
static void *load(const char *path, const char *symbol) {
  void *library = loaded < most_cells ? dlopen(path, RTLD_NOW | RTLD_GLOBAL) : NULL;
  void *entry = library == NULL ? NULL : dlsym(library, symbol);
  if (entry == NULL) {
    const char *why = dlerror();
    fprintf(stderr, "%s\n", why == NULL ? "too many cells: restart the kernel" : why);
    fflush(stderr);
    return NULL;
  }
  if (loaded == 0) {
    void *package = dlsym(RTLD_DEFAULT, "vae_lab_show_thrown");
    if (package != NULL) codes[0] = code_around(package);
    void (*observe)(void (*)(void *)) = (void (*)(void (*)(void *)))dlsym(RTLD_DEFAULT, "_swift_setWillThrowHandler");
    if (observe != NULL) observe(note_throw);
  }
  codes[++loaded] = code_around(entry);
  return entry;
}

/* The cell's thread. Its signals have a stack of their own, so that endless recursion is told like any trap. */
static void *run(void *entry) {
  stack_t stack = {.ss_sp = malloc(1 << 16), .ss_size = 1 << 16};
  sigaltstack(&stack, NULL);
  if (setjmp(outermost) == 0) ((int (*)(int, char **))entry)(0, NULL);
  else thrown = true;
  fflush(stdout);
  running = false;
  (void)!write(wake[1], "r", 1);
  stack_t none = {.ss_flags = SS_DISABLE};
  sigaltstack(&none, NULL);
  free(stack.ss_sp);
  return NULL;
}

/* Waits until the cell has ended; true if it returned. An interrupt is tried until the cell is where it may be parked,
 * at last wherever it is. */
static bool wait_for_cell(void) {
  bool asked = false;
  for (int attempts = 0;;) {
    struct pollfd waiting = {.fd = wake[0], .events = POLLIN};
    char how = 0;
    if (poll(&waiting, 1, asked ? 1 : -1) > 0 && read(wake[0], &how, 1) == 1) {
      if (how != 'i') return how == 'r';
      asked = true;
    }
    if (asked) {
      impatient = ++attempts > patience;
      pthread_kill(cell, SIGUSR1);
    }
  }
}

static void handle(int number, void (*handler)(int, siginfo_t *, void *), int flags) {
  struct sigaction action = {.sa_sigaction = handler, .sa_flags = flags | SA_SIGINFO};
  sigaction(number, &action, NULL);
}

int main(void) {
  static char line[longest_line];
  const char *descriptor = getenv("VAE_LAB_DISPLAY");
  if (descriptor == NULL || pipe(wake) != 0) return 1;
  /* Without the kernel nobody could stop a cell that runs for ever. */
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  displays = atoi(descriptor);
  host = code_around((void *)main);
  setvbuf(stdout, NULL, _IOLBF, 1 << 16);
  /* The first call allocates. */
  backtrace(frames, most_frames);

  handle(SIGINT, interrupt, SA_RESTART);
  handle(SIGUSR1, park, SA_RESTART);
  const int traps[] = {SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT};
  for (size_t i = 0; i < sizeof traps / sizeof traps[0]; i++) handle(traps[i], trap, SA_ONSTACK);

  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, stack_size);

  while (fgets(line, sizeof line, stdin) != NULL) {
    line[strcspn(line, "\n")] = 0;
    char *symbol = strchr(line, '\t');
    if (symbol != NULL) *symbol++ = 0;
    void *entry = symbol == NULL ? NULL : load(line, symbol);
    depth = 0;
    stopped_at = 0;
    thrown = impatient = false;
    running = true;
    if (entry == NULL || pthread_create(&cell, &attributes, run, entry) != 0) {
      running = false;
      send_ending("not loaded");
    } else if (wait_for_cell()) {
      pthread_join(cell, NULL);
      if (!thrown) depth = 0;
      send_ending(thrown ? "thrown" : "returned");
    } else {
      pthread_detach(cell);
      /* The parked thread may hold the old stream's lock for ever. */
      FILE *fresh = fdopen(dup(STDOUT_FILENO), "w");
      if (fresh != NULL) setvbuf(stdout = fresh, NULL, _IOLBF, 1 << 16);
      send_ending("interrupted");
    }
  }
  return 0;
}
