/* A library to be preloaded: counts the file calls of a process that concern one folder, and lets one of them fail.

   fault_arm(folder, nth, mode, code): from now on count calls on paths below `folder`; the nth (from 1) meets its fate.
   fault_log(): what was called since, one "name path" a line; a line that starts with "!" marks the fault. */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum { COUNT, FAIL_ONCE, FAIL_FROM, KILL, SHORT };

static char folder[4096];
static int armed, nth, mode, code, counted, shortened;

/* Shared with the parent process, so that the journal outlives a kill. */
static struct { size_t used; char text[1 << 20]; } *journal;

__attribute__((constructor)) static void begin(void) {
  journal = mmap(NULL, sizeof *journal, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
}

void fault_arm(const char *where, int n, int how, int number) {
  snprintf(folder, sizeof folder, "%s", where);
  nth = n, mode = how, code = number, counted = 0, shortened = 0, armed = 1;
  journal->used = 0, journal->text[0] = 0;
}

void fault_disarm(void) { armed = 0; }

const char *fault_log(void) { return journal->text; }

static int is_due(void) { return mode == FAIL_FROM ? counted >= nth : counted == nth; }

/* Whether the call, on `path` or else on descriptor `fd`, has to fail now; errno is set then. */
static int fails(const char *name, const char *path, int fd) {
  char resolved[4096] = "";
  int before = errno;
  if (!armed) return 0;
  if (path) snprintf(resolved, sizeof resolved, "%s", path);
  else {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = syscall(SYS_readlinkat, AT_FDCWD, link, resolved, sizeof resolved - 1);
    resolved[length > 0 ? length : 0] = 0;
  }
  if (strncmp(resolved, folder, strlen(folder)) != 0) { errno = before; return 0; }
  counted++;
  int due = is_due() && mode != COUNT;
  if (journal->used < sizeof journal->text - 5000)
    journal->used += snprintf(journal->text + journal->used, 5000, "%s%s %s\n", due ? "!" : "", name, resolved);
  if (due && mode == KILL) syscall(SYS_kill, getpid(), SIGKILL);
  if (due && (mode == FAIL_ONCE || mode == FAIL_FROM)) { errno = code; return 1; }
  errno = before;
  return 0;
}

#define REAL(type, name, ...) static type (*real)(__VA_ARGS__); if (!real) real = dlsym(RTLD_NEXT, #name)

#define OPEN(name) \
  int name(const char *path, int flags, ...) { \
    va_list rest; va_start(rest, flags); \
    mode_t permissions = flags & (O_CREAT | __O_TMPFILE) ? va_arg(rest, mode_t) : 0; va_end(rest); \
    REAL(int, name, const char *, int, ...); \
    return fails(flags & O_CREAT ? "create" : "open", path, -1) ? -1 : real(path, flags, permissions); }
#define OPENAT(name) \
  int name(int at, const char *path, int flags, ...) { \
    va_list rest; va_start(rest, flags); \
    mode_t permissions = flags & (O_CREAT | __O_TMPFILE) ? va_arg(rest, mode_t) : 0; va_end(rest); \
    REAL(int, name, int, const char *, int, ...); \
    return fails(flags & O_CREAT ? "create" : "open", path, -1) ? -1 : real(at, path, flags, permissions); }
OPEN(open) OPEN(open64) OPENAT(openat) OPENAT(openat64)

ssize_t write(int fd, const void *data, size_t size) {
  REAL(ssize_t, write, int, const void *, size_t);
  if (fd > 2 && fails("write", NULL, fd)) return -1;
  int cut = armed && mode == SHORT && counted == nth && !shortened && fd > 2 && size > 1;
  if (cut) shortened = 1; /* once, or single bytes would never end */
  return real(fd, data, cut ? size / 2 : size);
}
ssize_t read(int fd, void *data, size_t size) {
  REAL(ssize_t, read, int, void *, size_t);
  return fails("read", NULL, fd) ? -1 : real(fd, data, size);
}
int close(int fd) {
  REAL(int, close, int);
  if (!fails("close", NULL, fd)) return real(fd);
  int answer = errno;
  real(fd); /* it is closed whatever it answers */
  errno = answer;
  return -1;
}

#define ON_FD(call, name, parameters, arguments, ...) \
  int call parameters { REAL(int, call, __VA_ARGS__); return fails(name, NULL, fd) ? -1 : real arguments; }
#define ON_PATH(call, name, parameters, arguments, ...) \
  int call parameters { REAL(int, call, __VA_ARGS__); return fails(name, path, -1) ? -1 : real arguments; }

ON_FD(fsync, "fsync", (int fd), (fd), int)
ON_FD(fdatasync, "fsync", (int fd), (fd), int)
ON_FD(ftruncate, "truncate", (int fd, off_t size), (fd, size), int, off_t)
ON_FD(ftruncate64, "truncate", (int fd, off64_t size), (fd, size), int, off64_t)
ON_FD(fchmod, "chmod", (int fd, mode_t permissions), (fd, permissions), int, mode_t)
ON_FD(fchown, "chown", (int fd, uid_t user, gid_t group), (fd, user, group), int, uid_t, gid_t)
ON_FD(flock, "flock", (int fd, int operation), (fd, operation), int, int)
ON_FD(fstat, "fstat", (int fd, struct stat *status), (fd, status), int, struct stat *)
ON_FD(fstat64, "fstat", (int fd, struct stat64 *status), (fd, status), int, struct stat64 *)
ON_PATH(stat, "stat", (const char *path, struct stat *status), (path, status), const char *, struct stat *)
ON_PATH(stat64, "stat", (const char *path, struct stat64 *status), (path, status), const char *, struct stat64 *)
ON_PATH(lstat, "stat", (const char *path, struct stat *status), (path, status), const char *, struct stat *)
ON_PATH(lstat64, "stat", (const char *path, struct stat64 *status), (path, status), const char *, struct stat64 *)
ON_PATH(access, "access", (const char *path, int how), (path, how), const char *, int)
ON_PATH(unlink, "unlink", (const char *path), (path), const char *)
ON_PATH(rmdir, "rmdir", (const char *path), (path), const char *)
ON_PATH(mkdir, "mkdir", (const char *path, mode_t permissions), (path, permissions), const char *, mode_t)
ON_PATH(chmod, "chmod", (const char *path, mode_t permissions), (path, permissions), const char *, mode_t)
ON_PATH(truncate, "truncate", (const char *path, off_t size), (path, size), const char *, off_t)

int rename(const char *from, const char *to) {
  REAL(int, rename, const char *, const char *);
  return fails("rename", to, -1) ? -1 : real(from, to);
}
int link(const char *from, const char *to) {
  REAL(int, link, const char *, const char *);
  return fails("link", to, -1) ? -1 : real(from, to);
}
DIR *opendir(const char *path) {
  REAL(DIR *, opendir, const char *);
  return fails("opendir", path, -1) ? NULL : real(path);
}
