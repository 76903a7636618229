/*
 * A preload shim that knows what a power cut would take away.
 *
 * Every change below LOSTWRITES_PREFIX is preceded by a record in LOSTWRITES_SIDE/undo that tells how to take it back; a returned sync adds
 * a record that makes the earlier ones of that file or folder moot. After the process was killed, PowerCut.java takes back everything that
 * no sync covered. The kernel keeps written pages when a process dies, so without this a server that never syncs would pass a kill test.
 *
 * The rules are those of POSIX taken strictly: fsync and fdatasync of a file make its bytes and length durable, not its name; names (create,
 * rename, link, unlink, mkdir, rmdir) are durable once their folder was synced. sync_file_range makes nothing durable.
 *
 * LOSTWRITES_SIDE/control, when it is there, is shared memory through which a test slows syncs, makes calls fail or ignores syncs while the
 * server runs. The side folder must lie on the same file system: overwritten and removed files are kept there by hard links.
 *
 * All calls go to the kernel directly, so nothing here depends on the order in which libraries load. Writes through stdio streams are not
 * seen; they and shared writable mappings leave a note in the log.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <limits.h>
#include <linux/falloc.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#define EXPORT __attribute__((visibility("default")))
#define FDS_MAX 65536
#define BUCKETS 65536
#define PIECE (1 << 20)

enum kind { BASE = 1, OLD, SYNC, CREATE, BORN, UNLINK, RENAME, LINK, MKDIR, RMDIR, SYNCDIR, CANCEL, NOTE };
enum failing { FAIL_NONE, FAIL_WRITES, FAIL_SYNCS, FAIL_SPACE };

/* Little endian, followed by one's bytes and two's. Read by UndoLog.java. */
struct record {
    uint32_t magic, kind;
    uint64_t seq, ino, a, b;
    uint32_t one, two;
};

/* Written by Shim.java; offsets are part of the contract. */
struct control {
    volatile uint32_t latency_us;      /*   0 */
    volatile uint32_t fail;            /*   4: enum failing */
    volatile uint32_t fail_errno;      /*   8 */
    volatile uint32_t sticky;          /*  12: once failed, keeps failing */
    volatile int64_t countdown;        /*  16: calls that still pass */
    volatile int64_t failed;           /*  24: calls that were failed */
    volatile int64_t writes;           /*  32: seen so far */
    volatile int64_t syncs;            /*  40: seen so far */
    char fail_pattern[256];            /*  48: of the path below the prefix; empty for all */
    char ignore_pattern[256];          /* 304: syncs that are not believed; empty for none */
    volatile int64_t ignore_nth;       /* 560: only this one of them, counted from 1; 0 for all */
    volatile int64_t ignore_seen;      /* 568: of them so far */
    volatile int64_t die_at_sync;      /* 576: the process dies before this sync, counted from 1; 0 for never */
};

struct tracked {
    unsigned char kind; /* 0 not ours, 1 file, 2 folder */
    unsigned char synced_writes;
    uint64_t ino;
    char *path; /* below the prefix */
};

struct inode {
    struct inode *next;
    uint64_t ino;
    int64_t durable; /* length at the last sync */
    int dirty;       /* BASE is in the log */
};

static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char prefix[PATH_MAX], side[PATH_MAX];
static size_t prefix_length;
static int undo, log_fd = -1;
static uint64_t seq, saved_links;
static struct control *control;
static struct tracked fds[FDS_MAX];
static struct inode *inodes[BUCKETS];

static int sys_open(const char *path, int flags, int mode) { return (int) syscall(SYS_openat, AT_FDCWD, path, flags, mode); }

static void setup(void) {
    const char *p = getenv("LOSTWRITES_PREFIX"), *s = getenv("LOSTWRITES_SIDE"), *u = getenv("LOSTWRITES_UNDO");
    char path[PATH_MAX + 16];
    if (!p || !s || strlen(p) >= PATH_MAX || strlen(s) >= PATH_MAX) return;
    strcpy(prefix, p);
    strcpy(side, s);
    prefix_length = strlen(prefix);
    undo = u && *u == '1';
    snprintf(path, sizeof path, "%s/control", side);
    int fd = sys_open(path, O_RDWR | O_CLOEXEC, 0);
    if (fd >= 0) {
        void *at = (void *) syscall(SYS_mmap, NULL, sizeof *control, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
        if (at != MAP_FAILED) control = at;
        syscall(SYS_close, fd);
    }
}

static int active(void) {
    pthread_once(&once, setup);
    return prefix_length > 0;
}

/* ---- names ---- */

/* The path below the prefix ("" for the prefix itself) in a buffer of PATH_MAX, or NULL when it lies elsewhere. */
static char *below(int dirfd, const char *path, char *out) {
    char whole[PATH_MAX * 2];
    if (!active() || !path) return NULL;
    if (path[0] == '/') {
        if (strncmp(path, prefix, prefix_length) != 0) return NULL;
        snprintf(whole, sizeof whole, "%s", path);
    } else if (dirfd == AT_FDCWD) {
        char cwd[PATH_MAX];
        if (syscall(SYS_getcwd, cwd, sizeof cwd) < 0) return NULL;
        snprintf(whole, sizeof whole, "%s/%s", cwd, path);
    } else {
        if (dirfd < 0 || dirfd >= FDS_MAX || fds[dirfd].kind != 2) return NULL;
        snprintf(whole, sizeof whole, "%s/%s/%s", prefix, fds[dirfd].path, path);
    }
    char *from = whole, *to = whole; /* folds repeated slashes */
    for (; *from; from++)
        if (*from != '/' || from[1] != '/') *to++ = *from;
    if (to > whole + 1 && to[-1] == '/') to--;
    *to = 0;
    if (strncmp(whole, prefix, prefix_length) != 0) return NULL;
    if (whole[prefix_length] != '/' && whole[prefix_length] != 0) return NULL;
    snprintf(out, PATH_MAX, "%.4000s", whole[prefix_length] ? whole + prefix_length + 1 : "");
    return out;
}

static void full(const char *relative, char *out) { snprintf(out, PATH_MAX * 2, "%s/%s", prefix, relative); }

static int look(const char *relative, struct stat *st) {
    char path[PATH_MAX * 2];
    full(relative, path);
    return (int) syscall(SYS_newfstatat, AT_FDCWD, path, st, AT_SYMLINK_NOFOLLOW);
}

static const char *base_name(const char *relative) {
    const char *slash = strrchr(relative, '/');
    return slash ? slash + 1 : relative;
}

static uint64_t folder_ino(const char *relative) {
    char folder[PATH_MAX];
    struct stat st;
    snprintf(folder, sizeof folder, "%s", relative);
    char *slash = strrchr(folder, '/');
    if (slash) *slash = 0;
    else folder[0] = 0;
    return look(folder, &st) == 0 ? st.st_ino : 0;
}

/* ---- the log ---- */

static uint64_t note(enum kind kind, uint64_t ino, uint64_t a, uint64_t b, const void *one, size_t ones, const void *two, size_t twos) {
    struct record r = {0x57545357, kind, ++seq, ino, a, b, (uint32_t) ones, (uint32_t) twos};
    struct iovec parts[3] = {{&r, sizeof r}, {(void *) one, ones}, {(void *) two, twos}};
    if (log_fd < 0) {
        char path[PATH_MAX + 16];
        snprintf(path, sizeof path, "%s/undo", side);
        log_fd = sys_open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    }
    if (syscall(SYS_writev, log_fd, parts, 3) != (long) (sizeof r + ones + twos)) {
        static const char message[] = "lostwrites: the undo log cannot be written\n";
        syscall(SYS_write, 2, message, sizeof message - 1);
        abort();
    }
    return seq;
}

static uint64_t note_name(enum kind kind, uint64_t ino, uint64_t folder, uint64_t b, const char *one, const char *two) {
    return note(kind, ino, folder, b, one, strlen(one), two, strlen(two));
}

static long settle(long result, uint64_t at) {
    if (result < 0) {
        int why = errno;
        note(CANCEL, 0, at, 0, NULL, 0, NULL, 0);
        errno = why;
    }
    return result;
}

static struct inode *inode(uint64_t ino, int64_t length_now) {
    struct inode **at = &inodes[ino % BUCKETS];
    for (struct inode *i = *at; i; i = i->next)
        if (i->ino == ino) return i;
    struct inode *fresh = calloc(1, sizeof *fresh);
    fresh->ino = ino;
    fresh->durable = length_now;
    fresh->next = *at;
    return *at = fresh;
}

static void born(uint64_t ino, uint64_t created) {
    struct inode *i = inode(ino, 0);
    i->durable = 0;
    i->dirty = 0;
    note(BORN, ino, created, 0, NULL, 0, NULL, 0);
}

/* Saves a link to a file that is about to lose a name; returns the link's name, empty when there was none. */
static const char *save(const char *relative, char *name) {
    char from[PATH_MAX * 2], to[PATH_MAX * 2];
    struct stat st;
    name[0] = 0;
    if (look(relative, &st) != 0 || !S_ISREG(st.st_mode)) return name;
    snprintf(name, 64, "saved-%d-%llu", (int) getpid(), (unsigned long long) ++saved_links);
    snprintf(to, sizeof to, "%s/%s", side, name);
    full(relative, from);
    if (syscall(SYS_linkat, AT_FDCWD, from, AT_FDCWD, to, 0) != 0) name[0] = 0;
    return name;
}

/* The durable bytes [from, to) of a file are about to change. */
static void keep_old(int fd, struct inode *i, int64_t from, int64_t to) {
    if (to > i->durable) to = i->durable;
    if (from >= to) return;
    char self[64];
    snprintf(self, sizeof self, "/proc/self/fd/%d", fd);
    int reader = sys_open(self, O_RDONLY | O_CLOEXEC, 0);
    char *bytes = malloc(PIECE);
    while (reader >= 0 && from < to) {
        size_t want = to - from > PIECE ? PIECE : (size_t) (to - from);
        long got = syscall(SYS_pread64, reader, bytes, want, from);
        if (got <= 0) break;
        note(OLD, i->ino, (uint64_t) from, 0, NULL, 0, bytes, (size_t) got);
        from += got;
    }
    free(bytes);
    if (reader >= 0) syscall(SYS_close, reader);
}

static struct inode *touching(int fd, int64_t *length) {
    struct stat st;
    if (syscall(SYS_fstat, fd, &st) != 0 || !S_ISREG(st.st_mode)) return NULL;
    struct inode *i = inode(st.st_ino, st.st_size);
    if (!i->dirty) {
        note(BASE, i->ino, (uint64_t) i->durable, 0, NULL, 0, NULL, 0);
        i->dirty = 1;
    }
    if (length) *length = st.st_size;
    return i;
}

static void before_write(int fd, int64_t offset, int64_t count) {
    int64_t length;
    struct inode *i = touching(fd, &length);
    if (!i) return;
    if (offset < 0) offset = (syscall(SYS_fcntl, fd, F_GETFL) & O_APPEND) ? length : (int64_t) syscall(SYS_lseek, fd, 0L, SEEK_CUR);
    keep_old(fd, i, offset, offset + count);
}

static void believed(int fd) {
    struct stat st;
    if (syscall(SYS_fstat, fd, &st) != 0) return;
    const char *path = fds[fd].path ? fds[fd].path : "";
    if (S_ISDIR(st.st_mode)) {
        note(SYNCDIR, st.st_ino, 0, 0, path, strlen(path), NULL, 0);
        return;
    }
    struct inode *i = inode(st.st_ino, st.st_size);
    i->durable = st.st_size;
    i->dirty = 0;
    note(SYNC, st.st_ino, (uint64_t) st.st_size, 0, path, strlen(path), NULL, 0);
}

/* ---- faults ---- */

/* A star does not match a slash, so that a folder's syncs can be told from those of the files in it. */
static int matches(const char *pattern, const char *path) { return fnmatch(pattern, path, FNM_PATHNAME) == 0; }

static int ignored(const char *path) {
    if (!control || !control->ignore_pattern[0] || !matches(control->ignore_pattern, path)) return 0;
    int64_t nth = __atomic_add_fetch(&control->ignore_seen, 1, __ATOMIC_RELAXED);
    return !control->ignore_nth || control->ignore_nth == nth;
}

static void die_if_due(void) {
    if (!control || !control->die_at_sync || control->syncs + 1 < control->die_at_sync) return;
    syscall(SYS_kill, getpid(), SIGKILL);
    for (;;) syscall(SYS_pause);
}

/* 0, or -1 with errno set when this call is to fail. */
static int fault(enum failing kind, int fd) {
    if (!control) return 0;
    __atomic_add_fetch(kind == FAIL_SYNCS ? &control->syncs : &control->writes, 1, __ATOMIC_RELAXED);
    uint32_t wanted = control->fail;
    if (wanted == FAIL_NONE || (wanted != (uint32_t) kind && !(wanted == FAIL_SPACE && kind == FAIL_WRITES))) return 0;
    const char *path = fd >= 0 && fd < FDS_MAX && fds[fd].path ? fds[fd].path : "";
    if (control->fail_pattern[0] && !matches(control->fail_pattern, path)) return 0;
    int64_t left = __atomic_sub_fetch(&control->countdown, 1, __ATOMIC_RELAXED);
    if (left > 0 || (left < 0 && !control->sticky)) return 0;
    __atomic_add_fetch(&control->failed, 1, __ATOMIC_RELAXED);
    errno = (int) control->fail_errno;
    return -1;
}

static void slow(void) {
    uint32_t us = control ? control->latency_us : 0;
    if (us) {
        struct timespec t = {us / 1000000, (long) (us % 1000000) * 1000};
        syscall(SYS_nanosleep, &t, NULL);
    }
}

/* ---- descriptors ---- */

static int ours(int fd) { return fd >= 0 && fd < FDS_MAX && fds[fd].kind; }
static int file(int fd) { return ours(fd) && fds[fd].kind == 1; }

static void forget(int fd) {
    if (fd < 0 || fd >= FDS_MAX || !fds[fd].kind) return;
    fds[fd].kind = 0;
    free(fds[fd].path);
    fds[fd].path = NULL;
}

static void track(int fd, const char *relative, int flags) {
    struct stat st;
    if (fd < 0 || fd >= FDS_MAX || syscall(SYS_fstat, fd, &st) != 0) return;
    forget(fd);
    if (!S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode)) return;
    fds[fd].ino = st.st_ino;
    fds[fd].synced_writes = (flags & O_DSYNC) != 0;
    fds[fd].path = strdup(*relative ? relative : ".");
    fds[fd].kind = S_ISDIR(st.st_mode) ? 2 : 1;
}

static void copied(int from, int to) {
    if (to < 0 || to >= FDS_MAX) return;
    forget(to);
    if (!ours(from)) return;
    fds[to] = fds[from];
    fds[to].path = strdup(fds[from].path);
}

#define LOCKED(expression) \
    ({ \
        pthread_mutex_lock(&lock); \
        __typeof__(expression) locked_result = (expression); \
        int locked_errno = errno; \
        pthread_mutex_unlock(&lock); \
        errno = locked_errno; \
        locked_result; \
    })

/* ---- opening ---- */

static int open_tracked(int dirfd, const char *path, int flags, int mode, const char *relative) {
    uint64_t created = 0;
    struct stat st;
    int there = look(relative, &st) == 0;
    if (undo && (flags & O_CREAT) && !there) {
        if (control && control->fail == FAIL_SPACE && fault(FAIL_WRITES, -1)) return -1;
        created = note_name(CREATE, 0, folder_ino(relative), 0, base_name(relative), "");
    }
    if (undo && (flags & O_TRUNC) && there && S_ISREG(st.st_mode) && st.st_size > 0) {
        int reader = sys_open(path, O_RDONLY | O_CLOEXEC, 0);
        if (reader >= 0) {
            struct inode *i = touching(reader, NULL);
            if (i) keep_old(reader, i, 0, st.st_size);
            syscall(SYS_close, reader);
        }
    }
    int fd = (int) syscall(SYS_openat, dirfd, path, flags, mode);
    if (created) settle(fd, created);
    if (fd < 0) return fd;
    track(fd, relative, flags);
    if (created) born(fds[fd].ino, created);
    else if (undo && file(fd)) inode(fds[fd].ino, there ? st.st_size : 0);
    return fd;
}

static int open_any(int dirfd, const char *path, int flags, int mode) {
    char relative[PATH_MAX];
    if (!below(dirfd, path, relative)) {
        int fd = (int) syscall(SYS_openat, dirfd, path, flags, mode);
        if (fd >= 0) forget(fd);
        return fd;
    }
    return LOCKED(open_tracked(dirfd, path, flags, mode, relative));
}

#define MODE(flags, last) \
    ({ \
        int mode_read = 0; \
        if ((flags) & (O_CREAT | O_TMPFILE)) { \
            va_list rest; \
            va_start(rest, last); \
            mode_read = va_arg(rest, int); \
            va_end(rest); \
        } \
        mode_read; \
    })

EXPORT int open(const char *path, int flags, ...) { return open_any(AT_FDCWD, path, flags, MODE(flags, flags)); }
EXPORT int open64(const char *path, int flags, ...) { return open_any(AT_FDCWD, path, flags, MODE(flags, flags)); }
EXPORT int openat(int dirfd, const char *path, int flags, ...) { return open_any(dirfd, path, flags, MODE(flags, flags)); }
EXPORT int openat64(int dirfd, const char *path, int flags, ...) { return open_any(dirfd, path, flags, MODE(flags, flags)); }
EXPORT int __open_2(const char *path, int flags) { return open_any(AT_FDCWD, path, flags, 0); }
EXPORT int __open64_2(const char *path, int flags) { return open_any(AT_FDCWD, path, flags, 0); }
EXPORT int __openat_2(int dirfd, const char *path, int flags) { return open_any(dirfd, path, flags, 0); }
EXPORT int __openat64_2(int dirfd, const char *path, int flags) { return open_any(dirfd, path, flags, 0); }
EXPORT int creat(const char *path, mode_t mode) { return open_any(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, (int) mode); }
EXPORT int creat64(const char *path, mode_t mode) { return creat(path, mode); }

static FILE *fopen_any(const char *symbol, const char *path, const char *mode) {
    FILE *(*real)(const char *, const char *) = (FILE * (*) (const char *, const char *) ) dlsym(RTLD_NEXT, symbol);
    char relative[PATH_MAX];
    struct stat st;
    if (!undo || !below(AT_FDCWD, path, relative) || mode[0] == 'r') return real(path, mode);
    pthread_mutex_lock(&lock);
    uint64_t created = look(relative, &st) == 0 ? 0 : note_name(CREATE, 0, folder_ino(relative), 0, base_name(relative), "");
    note_name(NOTE, 0, 0, 0, relative, "written through a stdio stream");
    pthread_mutex_unlock(&lock);
    FILE *f = real(path, mode);
    if (created) {
        pthread_mutex_lock(&lock);
        if (!f) settle(-1, created);
        else if (look(relative, &st) == 0) born(st.st_ino, created);
        pthread_mutex_unlock(&lock);
    }
    return f;
}

EXPORT FILE *fopen(const char *path, const char *mode) { return fopen_any("fopen", path, mode); }
EXPORT FILE *fopen64(const char *path, const char *mode) { return fopen_any("fopen64", path, mode); }

EXPORT int close(int fd) {
    if (!ours(fd)) return (int) syscall(SYS_close, fd);
    return LOCKED(({ forget(fd); (int) syscall(SYS_close, fd); }));
}

EXPORT int dup(int fd) {
    int to = (int) syscall(SYS_dup, fd);
    if (to >= 0 && (ours(fd) || ours(to))) LOCKED(({ copied(fd, to); 0; }));
    return to;
}

EXPORT int dup3(int fd, int to, int flags) {
    int result = (int) syscall(SYS_dup3, fd, to, flags);
    if (result >= 0 && (ours(fd) || ours(to))) LOCKED(({ copied(fd, to); 0; }));
    return result;
}

EXPORT int dup2(int fd, int to) {
    if (fd == to) return (int) syscall(SYS_fcntl, fd, F_GETFD) < 0 ? -1 : to;
    return dup3(fd, to, 0);
}

static int fcntl_any(int fd, int command, long argument) {
    int result = (int) syscall(SYS_fcntl, fd, command, argument);
    if (result >= 0 && (command == F_DUPFD || command == F_DUPFD_CLOEXEC) && (ours(fd) || ours(result)))
        LOCKED(({ copied(fd, result); 0; }));
    return result;
}

#define ARGUMENT(last) \
    ({ \
        va_list rest; \
        va_start(rest, last); \
        long argument_read = va_arg(rest, long); \
        va_end(rest); \
        argument_read; \
    })

EXPORT int fcntl(int fd, int command, ...) { return fcntl_any(fd, command, ARGUMENT(command)); }
EXPORT int fcntl64(int fd, int command, ...) { return fcntl_any(fd, command, ARGUMENT(command)); }

/* ---- bytes ---- */

static ssize_t written(int fd, ssize_t result) {
    if (result > 0 && undo && fds[fd].synced_writes) believed(fd);
    return result;
}

#define WRITING(fd, offset, count, call) \
    ({ \
        ssize_t writing_result; \
        if (!file(fd)) writing_result = (call); \
        else if (fault(FAIL_WRITES, fd)) writing_result = -1; \
        else if (!undo) writing_result = (call); \
        else writing_result = LOCKED(({ before_write(fd, offset, count); written(fd, (call)); })); \
        writing_result; \
    })

static int64_t total(const struct iovec *parts, int count) {
    int64_t sum = 0;
    for (int i = 0; i < count; i++) sum += (int64_t) parts[i].iov_len;
    return sum;
}

EXPORT ssize_t write(int fd, const void *bytes, size_t count) {
    return WRITING(fd, -1, (int64_t) count, syscall(SYS_write, fd, bytes, count));
}

EXPORT ssize_t pwrite(int fd, const void *bytes, size_t count, off_t offset) {
    return WRITING(fd, offset, (int64_t) count, syscall(SYS_pwrite64, fd, bytes, count, offset));
}

EXPORT ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t offset) { return pwrite(fd, bytes, count, offset); }

EXPORT ssize_t writev(int fd, const struct iovec *parts, int count) {
    return WRITING(fd, -1, total(parts, count), syscall(SYS_writev, fd, parts, count));
}

EXPORT ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t offset) {
    return WRITING(fd, offset, total(parts, count), syscall(SYS_pwritev, fd, parts, (long) count, offset, 0L));
}

EXPORT ssize_t pwritev64(int fd, const struct iovec *parts, int count, off64_t offset) { return pwritev(fd, parts, count, offset); }

EXPORT ssize_t pwritev2(int fd, const struct iovec *parts, int count, off_t offset, int flags) {
    return WRITING(fd, offset, total(parts, count), syscall(SYS_pwritev2, fd, parts, (long) count, offset, 0L, flags));
}

EXPORT ssize_t pwritev64v2(int fd, const struct iovec *parts, int count, off64_t offset, int flags) {
    return pwritev2(fd, parts, count, offset, flags);
}

EXPORT ssize_t sendfile(int out, int in, off_t *offset, size_t count) {
    return WRITING(out, -1, (int64_t) count, syscall(SYS_sendfile, out, in, offset, count));
}

EXPORT ssize_t sendfile64(int out, int in, off64_t *offset, size_t count) { return sendfile(out, in, offset, count); }

EXPORT ssize_t copy_file_range(int in, off64_t *from, int out, off64_t *to, size_t count, unsigned flags) {
    return WRITING(out, to ? *to : -1, (int64_t) count, syscall(SYS_copy_file_range, in, from, out, to, count, flags));
}

static int truncate_tracked(int fd, int64_t length) {
    int64_t now;
    struct inode *i = touching(fd, &now);
    if (i && length < now) keep_old(fd, i, length, now);
    return (int) syscall(SYS_ftruncate, fd, length);
}

EXPORT int ftruncate(int fd, off_t length) {
    if (!file(fd)) return (int) syscall(SYS_ftruncate, fd, length);
    if (fault(FAIL_WRITES, fd)) return -1;
    if (!undo) return (int) syscall(SYS_ftruncate, fd, length);
    return LOCKED(truncate_tracked(fd, length));
}

EXPORT int ftruncate64(int fd, off64_t length) { return ftruncate(fd, length); }

EXPORT int truncate(const char *path, off_t length) {
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0) return -1;
    int result = ftruncate(fd, length), why = errno;
    close(fd);
    errno = why;
    return result;
}

EXPORT int truncate64(const char *path, off64_t length) { return truncate(path, length); }

static int allocate_tracked(int fd, int mode, int64_t offset, int64_t length) {
    int64_t now;
    if (mode != FALLOC_FL_KEEP_SIZE) {
        struct inode *i = touching(fd, &now);
        if (i && (mode & ~FALLOC_FL_KEEP_SIZE)) keep_old(fd, i, offset, offset + length);
    }
    return (int) syscall(SYS_fallocate, fd, mode, offset, length);
}

EXPORT int fallocate(int fd, int mode, off_t offset, off_t length) {
    if (!file(fd)) return (int) syscall(SYS_fallocate, fd, mode, offset, length);
    if (fault(FAIL_WRITES, fd)) return -1;
    if (!undo) return (int) syscall(SYS_fallocate, fd, mode, offset, length);
    return LOCKED(allocate_tracked(fd, mode, offset, length));
}

EXPORT int fallocate64(int fd, int mode, off64_t offset, off64_t length) { return fallocate(fd, mode, offset, length); }
EXPORT int posix_fallocate(int fd, off_t offset, off_t length) { return fallocate(fd, 0, offset, length) == 0 ? 0 : errno; }
EXPORT int posix_fallocate64(int fd, off64_t offset, off64_t length) { return posix_fallocate(fd, offset, length); }

EXPORT void *mmap(void *at, size_t length, int protection, int flags, int fd, off_t offset) {
    if (undo && (flags & MAP_SHARED) && (protection & PROT_WRITE) && file(fd))
        LOCKED(note_name(NOTE, 0, 0, 0, fds[fd].path, "mapped for shared writing"));
    return (void *) syscall(SYS_mmap, at, length, protection, flags, fd, offset);
}

EXPORT void *mmap64(void *at, size_t length, int protection, int flags, int fd, off64_t offset) {
    return mmap(at, length, protection, flags, fd, offset);
}

/* ---- syncs ---- */

static int sync_tracked(int fd, long number) {
    int result = (int) syscall(number, fd);
    if (result == 0 && !ignored(fds[fd].path)) believed(fd);
    return result;
}

static int sync_any(int fd, long number) {
    if (!ours(fd)) return (int) syscall(number, fd);
    slow();
    die_if_due();
    if (fault(FAIL_SYNCS, fd)) return -1;
    if (!undo) return (int) syscall(number, fd);
    return LOCKED(sync_tracked(fd, number));
}

EXPORT int fsync(int fd) { return sync_any(fd, SYS_fsync); }
EXPORT int fdatasync(int fd) { return sync_any(fd, SYS_fdatasync); }

/* ---- names that change ---- */

static int rename_tracked(int from_fd, const char *from, int to_fd, const char *to, unsigned flags, const char *a, const char *b) {
    char saved[64], names[PATH_MAX * 2];
    struct stat st;
    memset(&st, 0, sizeof st);
    look(a, &st);
    save(b, saved);
    int length = snprintf(names, sizeof names, "%s%c%s", base_name(b), 0, saved);
    uint64_t at = note(RENAME, st.st_ino, folder_ino(a), folder_ino(b), base_name(a), strlen(base_name(a)), names, (size_t) length);
    return (int) settle(syscall(SYS_renameat2, from_fd, from, to_fd, to, flags), at);
}

static int rename_any(int from_fd, const char *from, int to_fd, const char *to, unsigned flags) {
    char a[PATH_MAX], b[PATH_MAX];
    if (!active() || !undo || !below(from_fd, from, a) || !below(to_fd, to, b))
        return (int) syscall(SYS_renameat2, from_fd, from, to_fd, to, flags);
    return LOCKED(rename_tracked(from_fd, from, to_fd, to, flags, a, b));
}

EXPORT int rename(const char *from, const char *to) { return rename_any(AT_FDCWD, from, AT_FDCWD, to, 0); }
EXPORT int renameat(int from_fd, const char *from, int to_fd, const char *to) { return rename_any(from_fd, from, to_fd, to, 0); }
EXPORT int renameat2(int from_fd, const char *from, int to_fd, const char *to, unsigned flags) {
    return rename_any(from_fd, from, to_fd, to, flags);
}

static int unlink_tracked(int dirfd, const char *path, int flags, const char *relative) {
    char saved[64];
    struct stat st;
    memset(&st, 0, sizeof st);
    look(relative, &st);
    int folder = (flags & AT_REMOVEDIR) != 0;
    save(relative, saved);
    uint64_t at = note_name(folder ? RMDIR : UNLINK, st.st_ino, folder_ino(relative), 0, base_name(relative), saved);
    return (int) settle(syscall(SYS_unlinkat, dirfd, path, flags), at);
}

static int unlink_any(int dirfd, const char *path, int flags) {
    char relative[PATH_MAX];
    if (!active() || !undo || !below(dirfd, path, relative)) return (int) syscall(SYS_unlinkat, dirfd, path, flags);
    return LOCKED(unlink_tracked(dirfd, path, flags, relative));
}

EXPORT int unlink(const char *path) { return unlink_any(AT_FDCWD, path, 0); }
EXPORT int unlinkat(int dirfd, const char *path, int flags) { return unlink_any(dirfd, path, flags); }
EXPORT int rmdir(const char *path) { return unlink_any(AT_FDCWD, path, AT_REMOVEDIR); }

EXPORT int remove(const char *path) {
    int result = unlink(path);
    return result < 0 && (errno == EISDIR || errno == EPERM) ? rmdir(path) : result;
}

static int named_tracked(enum kind kind, uint64_t ino, const char *relative, long (*call)(void *), void *arguments) {
    uint64_t at = note_name(kind, ino, folder_ino(relative), 0, base_name(relative), "");
    return (int) settle(call(arguments), at);
}

struct mkdir_call {
    int dirfd;
    const char *path;
    mode_t mode;
};

static long call_mkdir(void *arguments) {
    struct mkdir_call *c = arguments;
    return syscall(SYS_mkdirat, c->dirfd, c->path, c->mode);
}

EXPORT int mkdirat(int dirfd, const char *path, mode_t mode) {
    char relative[PATH_MAX];
    struct mkdir_call c = {dirfd, path, mode};
    struct stat st;
    if (!active() || !undo || !below(dirfd, path, relative) || look(relative, &st) == 0) return (int) call_mkdir(&c);
    return LOCKED(named_tracked(MKDIR, 0, relative, call_mkdir, &c));
}

EXPORT int mkdir(const char *path, mode_t mode) { return mkdirat(AT_FDCWD, path, mode); }

struct link_call {
    int from_fd, to_fd, flags;
    const char *from, *to;
};

static long call_link(void *arguments) {
    struct link_call *c = arguments;
    return syscall(SYS_linkat, c->from_fd, c->from, c->to_fd, c->to, c->flags);
}

EXPORT int linkat(int from_fd, const char *from, int to_fd, const char *to, int flags) {
    char relative[PATH_MAX];
    struct link_call c = {from_fd, to_fd, flags, from, to};
    if (!active() || !undo || !below(to_fd, to, relative)) return (int) call_link(&c);
    return LOCKED(named_tracked(LINK, 0, relative, call_link, &c));
}

EXPORT int link(const char *from, const char *to) { return linkat(AT_FDCWD, from, AT_FDCWD, to, 0); }
