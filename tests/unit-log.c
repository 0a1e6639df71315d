/* Chapter log: the ring in memory, written by many and read meanwhile. */
#include "unit.h"

static char text[65536];

static struct log_file ring;

static const char *
read_ring(void)
{
    size_t n = log_ring_text(ring.ring, text);

    text[n] = '\0';
    return text;
}

static void
put(const char *line)
{
    log_put(&ring, 0, line, strlen(line));
}

static void
is(const char *what, const char *want)
{
    const char *got = read_ring();

    check(strcmp(got, want) == 0, "%s: %s, expected %s", what, got, want);
}

static void
start(const char *path, size_t size)
{
    memset(&ring, 0, sizeof(ring));
    ring.path = path;
    ring.fd = -1;
    ring.size = size;
    check(log_open(&ring) == 0, "a ring of %zu bytes", size);
}

/* A line of `n` bytes that can be told from all others. */
static char *
line_of(int writer, int number, int n)
{
    static char line[4096];
    int i = snprintf(line, sizeof(line), "%d:%d:%d:", writer, number, n);

    for (; i < n - 1; i++) {
        line[i] = (char) ('a' + (writer + number + i) % 26);
    }
    line[n - 1] = '\n';
    line[n] = '\0';
    return line;
}

/* Only whole lines, and those of a writer in its order; returns how many. */
static int
whole(const char *p)
{
    int last[8], w, number, n, count = 0;

    memset(last, -1, sizeof(last));
    for (; *p; p += n, count++) {
        if (sscanf(p, "%d:%d:%d:", &w, &number, &n) != 3 || w < 0 || w > 7
            || n < 16 || n > 2048
            || strncmp(p, line_of(w, number, n), (size_t) n) != 0
            || number <= last[w])
        {
            return -1;
        }
        last[w] = number;
    }
    return count;
}

static void
sequence(void)
{
    char want[4096];
    struct log_cell *c;
    int i, k, n;

    start("memory:3k", 3072);
    is("nothing", "");
    put("one\n");
    is("one", "one\n");
    put("two\n");
    put(line_of(1, 1, 59));
    put(line_of(1, 2, 60));
    put(line_of(1, 3, 61));
    n = snprintf(want, sizeof(want), "one\ntwo\n%s", line_of(1, 1, 59));
    n += snprintf(want + n, sizeof(want) - (size_t) n, "%s", line_of(1, 2, 60));
    n += snprintf(want + n, sizeof(want) - (size_t) n, "%s", line_of(1, 3, 61));
    is("lengths around a cell", want);
    for (i = 0; i < 1000; i++) {
        put(line_of(0, i, 20 + (int) dice(300)));
        if (i >= 40 && whole(read_ring()) < 4) {
            break;
        }
    }
    check(i == 1000, "round and round: %d: %s", i, text);
    put(line_of(0, 1001, 2048));
    check(whole(read_ring()) >= 1 && strstr(text, "0:1001:2048:") != NULL,
          "the longest line");

    /* What a writer who died, or is late, leaves behind. */
    for (k = 0; k < (int) ring.ring->cells; k++) {
        for (i = 0; i < 100; i++) {
            put(line_of(0, i, 100 + i));
        }
        n = whole(read_ring());
        c = &ring.ring->cell[k];
        c->text[dice(40)] ^= 1;
        i = whole(read_ring());
        if (i < n - 1 || i > n) {       /* the line it is of, if it is whole */
            break;
        }
        atomic_fetch_add(&ring.ring->end, 3);
        put("last\n");
        i = (int) strlen(read_ring());
        if (i < 5 || strcmp(text + i - 5, "last\n") != 0) {
            break;
        }
        text[i - 5] = '\0';
        if (whole(text) == -1) {
            break;
        }
    }
    check(k == (int) ring.ring->cells, "a torn cell: %d: %s", k, text);
    put(line_of(0, 0, 4000));   /* longer than the ring */
    put("end\n");
    is("a line that does not fit is left out", "end\n");
    log_close(&ring);
    check(log_self.rings == NULL, "closed");
}

static void
many(void)
{
    pid_t pid[6];
    int i, k, reads = 0, bad = 0, status;

    start("memory:8k", 8192);
    for (i = 0; i < 6; i++) {
        pid[i] = fork();
        for (k = 0; pid[i] == 0; k++) {
            put(line_of(i, k, 16 + (k * 37 + i) % 200));
        }
    }
    while (reads++ < 3000) {
        bad += whole(read_ring()) == -1;
        if (reads % 500 == 0) {
            kill(pid[reads / 500 - 1], SIGKILL);
        }
    }
    for (i = 0; i < 6; i++) {
        waitpid(pid[i], &status, 0);
        check(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL,
              "writer %d was killed", i);
    }
    check(bad == 0, "of %d readings %d were not whole", reads - 1, bad);
    put("after\n");
    check(strstr(read_ring(), "after\n") != NULL, "it goes on");
    log_close(&ring);
}

static void
reload(void)
{
    struct log_file old, fresh;

    start("memory:4k", 4096);
    put("kept\n");
    old = ring;
    start("memory:4096", 4096); /* the new configuration */
    log_close(&old);
    is("the same size", "kept\n");
    fresh = ring;
    start("memory:8k", 8192);
    is("another size", "");
    check(log_self.rings == ring.ring, "the newest is the first");
    log_close(&ring);
    ring = fresh;
    is("refused, back to the old one", "kept\n");
    check(log_self.rings == ring.ring && ring.ring->next == NULL, "one");
    log_close(&ring);
    check(log_self.rings == NULL, "none");
}

int
main(void)
{
    plat_tick();
    sequence();
    many();
    reload();
    return failed;
}
