/* Chapter mem: pieces of a pool are aligned, apart, zero when asked for. */
#include "unit.h"

static void
test_pools(void)
{
    char *at[400];
    size_t size[400], k;
    int round, i, bad = 0;

    for (round = 0; round < 20; round++) {
        struct pool *p = mem_pool();

        for (i = 0; i < 400; i++) {
            size[i] = random64() % (i % 50 == 0 ? 9000 : 200);
            at[i] = i & 1 ? mem_alloc(p, size[i]) : mem_zalloc(p, size[i]);
            bad += (uintptr_t) at[i] % MEM_ALIGN != 0;
            for (k = 0; !(i & 1) && k < size[i]; k++) {
                bad += at[i][k] != 0;
            }
            memset(at[i], i, size[i]);
        }
        for (i = 0; i < 400; i++) {     /* nobody wrote into another's piece */
            for (k = 0; k < size[i]; k++) {
                bad += (unsigned char) at[i][k] != (i & 255);
            }
        }
        bad += strcmp(mem_copy(p, "abc", 2), "ab") != 0;
        bad += strcmp(mem_copy(p, NULL, 0), "") != 0;
        mem_free(p);
        bad += mem_self.spares > MEM_SPARES;
    }
    check(bad == 0 && mem_self.spares == MEM_SPARES, "pools: %d bad", bad);
}

int
main(void)
{
    setvbuf(stdout, NULL, _IOLBF, 0);
    test_pools();
    return failed;
}
