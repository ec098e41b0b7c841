/* Preloaded beneath a program, it makes one write-side system call go wrong.
 *
 *   FAULT=kill:N     the program is killed before its Nth call (calls count from 1)
 *   FAULT=torn:N     the Nth call, if it is a write, writes half of its bytes; then the program is killed
 *   FAULT=ENOSPC:N   the Nth call fails so, and so does every later one that would need room on the disk
 *   FAULT=EIO:N      the Nth call fails so, once
 *   FAULT_COUNT=F    at its end the program's number of calls is written to F
 *   FAULT_LOG=F      every call is added to F, one a line
 *
 * Write-side are the calls that change what a file system holds, a lock among them; standard output is not.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum kind { NONE, KILL, TORN, FULL, BROKEN };

static enum kind kind;
static long at, calls;
static const char *count_file, *log_file;

__attribute__((constructor)) static void begin(void) {
    const char *fault = getenv("FAULT");
    count_file = getenv("FAULT_COUNT");
    log_file = getenv("FAULT_LOG");
    if (!fault) return;
    const char *colon = strchr(fault, ':');
    if (!colon) return;
    at = atol(colon + 1);
    static const struct { const char *name; enum kind kind; } kinds[] = {
        {"kill:", KILL}, {"torn:", TORN}, {"ENOSPC:", FULL}, {"EIO:", BROKEN}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (!strncmp(fault, kinds[i].name, strlen(kinds[i].name))) kind = kinds[i].kind;
}

/* Past the C library, so that what the harness notes is not counted. */
static void note(const char *file, int flags, const char *text) {
    int fd = (int)syscall(SYS_openat, AT_FDCWD, file, O_WRONLY | O_CREAT | O_CLOEXEC | flags, 0644);
    if (fd < 0) return;
    syscall(SYS_write, fd, text, strlen(text));
    syscall(SYS_close, fd);
}

__attribute__((destructor)) static void end(void) {
    char text[32];
    if (!count_file) return;
    snprintf(text, sizeof text, "%ld\n", __atomic_load_n(&calls, __ATOMIC_SEQ_CST));
    note(count_file, O_TRUNC, text);
}

static void die(void) { syscall(SYS_kill, getpid(), SIGKILL); for (;;) pause(); }

/* Counts a call. 0: it goes through; -1: it fails, errno set; 1: it is to be torn. `room`: it needs room. */
static int fault(const char *name, const char *path, int room) {
    long call = __atomic_add_fetch(&calls, 1, __ATOMIC_SEQ_CST);
    if (log_file) {
        char text[512];
        snprintf(text, sizeof text, "%ld %s %s\n", call, name, path ? path : "");
        note(log_file, O_APPEND, text);
    }
    if (kind == KILL && call == at) die();
    if (kind == TORN && call == at) return 1;
    if (kind == FULL && (call == at || (call > at && room))) return errno = ENOSPC, -1;
    if (kind == BROKEN && call == at) return errno = EIO, -1;
    return 0;
}

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
/* A call without bytes is killed where a write would be torn. */
#define PLAIN(name, path, room, ...)                                                                                  \
    do {                                                                                                              \
        int how = fault(#name, path, room);                                                                           \
        if (how > 0) die();                                                                                           \
        return how < 0 ? -1 : NEXT(name)(__VA_ARGS__);                                                                \
    } while (0)

static int writes(int flags) { return (flags & O_ACCMODE) != O_RDONLY || (flags & (O_CREAT | O_TRUNC)); }

#define OPEN(name, DIRECTORY)                                                                      \
    int name(DIRECTORY const char *path, int flags, ...) {                                                            \
        mode_t mode = 0;                                                                                              \
        if (flags & (O_CREAT | O_TMPFILE)) {                                                                          \
            va_list list;                                                                                             \
            va_start(list, flags);                                                                                    \
            mode = va_arg(list, mode_t);                                                                              \
            va_end(list);                                                                                             \
        }
#define OPENED(name, ...)                                                                                             \
        if (!writes(flags) || !strncmp(path, "/dev/", 5)) return NEXT(name)(__VA_ARGS__);                             \
        PLAIN(name, path, flags & O_CREAT, __VA_ARGS__);                                                              \
    }
#define NOTHING
#define FOLDER int folder,
OPEN(open, NOTHING) OPENED(open, path, flags, mode)
OPEN(open64, NOTHING) OPENED(open64, path, flags, mode)
OPEN(openat, FOLDER) OPENED(openat, folder, path, flags, mode)
OPEN(openat64, FOLDER) OPENED(openat64, folder, path, flags, mode)

/* Files on a disk, and nothing else: terminals, pipes, sockets and the wake-up counters of threads go through. */
static int on_disk(int fd) {
    struct stat found;
    return fd > 2 && !fstat(fd, &found) && (S_ISREG(found.st_mode) || S_ISDIR(found.st_mode));
}

#define TORN_OR(name, fd, torn, ...)                                                                                 \
    do {                                                                                                              \
        if (!on_disk(fd)) return NEXT(name)(__VA_ARGS__);                                                             \
        int how = fault(#name, NULL, 1);                                                                              \
        if (how > 0) {                                                                                                \
            torn;                                                                                                     \
            die();                                                                                                    \
        }                                                                                                             \
        return how < 0 ? -1 : NEXT(name)(__VA_ARGS__);                                                                \
    } while (0)

ssize_t write(int fd, const void *bytes, size_t length) {
    TORN_OR(write, fd, syscall(SYS_write, fd, bytes, length / 2), fd, bytes, length);
}
ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t where) {
    TORN_OR(pwrite64, fd, syscall(SYS_pwrite64, fd, bytes, length / 2, where), fd, bytes, length, where);
}
ssize_t writev(int fd, const struct iovec *parts, int count) {
    TORN_OR(writev, fd, count ? syscall(SYS_write, fd, parts->iov_base, parts->iov_len / 2) : 0, fd, parts, count);
}
ssize_t copy_file_range(int from, off64_t *at_from, int to, off64_t *at_to, size_t length, unsigned flags) {
    TORN_OR(copy_file_range, to, (void)0, from, at_from, to, at_to, length, flags);
}

int fsync(int fd) { PLAIN(fsync, NULL, 0, fd); }
int fdatasync(int fd) { PLAIN(fdatasync, NULL, 0, fd); }
int ftruncate(int fd, off_t length) { PLAIN(ftruncate, NULL, 1, fd, length); }
int ftruncate64(int fd, off64_t length) { PLAIN(ftruncate64, NULL, 1, fd, length); }
int fallocate64(int fd, int mode, off64_t where, off64_t length) { PLAIN(fallocate64, NULL, 1, fd, mode, where, length); }
int flock(int fd, int how_locked) { PLAIN(flock, NULL, 0, fd, how_locked); }
int rename(const char *from, const char *to) { PLAIN(rename, to, 0, from, to); }
int renameat(int a, const char *from, int b, const char *to) { PLAIN(renameat, to, 0, a, from, b, to); }
int renameat2(int a, const char *from, int b, const char *to, unsigned f) { PLAIN(renameat2, to, 0, a, from, b, to, f); }
int mkdir(const char *path, mode_t mode) { PLAIN(mkdir, path, 1, path, mode); }
int mkdirat(int folder, const char *path, mode_t mode) { PLAIN(mkdirat, path, 1, folder, path, mode); }
int rmdir(const char *path) { PLAIN(rmdir, path, 0, path); }
int unlink(const char *path) { PLAIN(unlink, path, 0, path); }
int unlinkat(int folder, const char *path, int flags) { PLAIN(unlinkat, path, 0, folder, path, flags); }
int link(const char *from, const char *to) { PLAIN(link, to, 1, from, to); }
int linkat(int a, const char *from, int b, const char *to, int f) { PLAIN(linkat, to, 1, a, from, b, to, f); }
int symlink(const char *from, const char *to) { PLAIN(symlink, to, 1, from, to); }
int chmod(const char *path, mode_t mode) { PLAIN(chmod, path, 0, path, mode); }
int fchmod(int fd, mode_t mode) { PLAIN(fchmod, NULL, 0, fd, mode); }
