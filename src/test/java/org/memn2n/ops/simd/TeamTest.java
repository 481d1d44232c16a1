package org.memn2n.ops.simd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Work in parts over the pool of threads: each part once, whatever the others do. */
@Timeout(60)
class TeamTest {
    /** Does many rounds of parts, and fails when a part is left out, done twice, or shared by a worker's number. */
    private static void work(Team team, int rounds) {
        AtomicIntegerArray busy = new AtomicIntegerArray(team.workers());
        for (int round = 0; round < rounds; round++) {
            int parts = round % 17;
            AtomicIntegerArray done = new AtomicIntegerArray(17);
            team.run(parts, (part, worker) -> {
                assertThat(busy.incrementAndGet(worker)).isEqualTo(1);
                done.incrementAndGet(part);
                busy.decrementAndGet(worker);
            });
            for (int part = 0; part < 17; part++) {
                assertThat(done.get(part)).as("part %d of %d", part, parts).isEqualTo(part < parts ? 1 : 0);
            }
        }
    }

    @Test
    void everyPartIsDoneOnceByAnyNumberOfThreads() {
        for (int threads = 1; threads <= 5; threads++) {
            try (WorkerPool pool = new WorkerPool(threads)) {
                assertThat(pool.threads()).isEqualTo(threads);
                work(pool.newTeam(), 3000);
            }
        }
    }

    /** What helpers wrote is seen by the thread that asked. */
    @Test
    void resultsAreVisible() {
        try (WorkerPool pool = new WorkerPool(3)) {
            Team team = pool.newTeam();
            int[] squares = new int[64];
            for (int round = 1; round < 3000; round++) {
                int factor = round;
                team.run(64, (part, worker) -> squares[part] = part * factor);
                for (int part = 0; part < 64; part++) {
                    assertThat(squares[part]).isEqualTo(part * factor);
                }
            }
        }
    }

    /** Also after days: the numbers of works around every bit that they can carry into. */
    @Test
    void helpersDoHelpHoweverMuchWorkWasDone() {
        try (WorkerPool pool = new WorkerPool(2)) {
            for (int bit = 0; bit <= 32; bit++) {
                for (long worksDone : new long[] {(1L << bit) - 2, 1L << bit, (1L << bit) + 7}) {
                    assertThat(help(new Team(pool, worksDone)))
                            .as("helped after %d works", worksDone)
                            .isTrue();
                }
            }
        }
    }

    /** Whether a helper took a part. It may be late for one round, but not for all of them. */
    private static boolean help(Team team) {
        AtomicInteger helped = new AtomicInteger();
        for (int round = 0; round < 2000 && helped.get() == 0; round++) {
            team.run(8, (part, worker) -> {
                helped.addAndGet(worker);
                for (int i = 0; i < 1000; i++) {
                    Thread.onSpinWait();
                }
            });
        }
        return helped.get() > 0;
    }

    @Test
    void severalTeamsShareThePool() throws Exception {
        try (WorkerPool pool = new WorkerPool(3)) {
            ExecutorService callers = Executors.newFixedThreadPool(4);
            List<Callable<Void>> calls = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                calls.add(() -> {
                    work(pool.newTeam(), 2000);
                    return null;
                });
            }
            for (Future<Void> call : callers.invokeAll(calls)) {
                call.get();
            }
            callers.shutdown();
            assertThat(callers.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aPartMayUseAnotherTeamAndItsOwn() {
        try (WorkerPool pool = new WorkerPool(3)) {
            Team outer = pool.newTeam();
            AtomicInteger inner = new AtomicInteger();
            for (int round = 0; round < 200; round++) {
                outer.run(6, (part, worker) -> {
                    pool.newTeam().run(5, (innerPart, innerWorker) -> inner.incrementAndGet());
                    if (worker == 0) {
                        outer.run(2, (innerPart, innerWorker) -> inner.incrementAndGet());
                    }
                });
            }
            assertThat(inner.get()).isGreaterThanOrEqualTo(200 * 6 * 5);
        }
    }

    @Test
    void aFailureIsThrownAndThePoolGoesOn() {
        try (WorkerPool pool = new WorkerPool(3)) {
            Team team = pool.newTeam();
            for (int round = 0; round < 300; round++) {
                int bad = round % 9;
                AtomicInteger done = new AtomicInteger();
                assertThatThrownBy(() -> team.run(9, (part, worker) -> {
                            if (part == bad) {
                                throw new IllegalArgumentException("part " + part);
                            }
                            done.incrementAndGet();
                        }))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("part " + bad);
                work(team, 3);
            }
        }
    }

    private static long helpers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("memn2n-simd"))
                .filter(Thread::isDaemon)
                .count();
    }

    @Test
    void closingEndsTheThreadsAndTeamsGoOnAlone() {
        long before = helpers();
        WorkerPool pool = new WorkerPool(4);
        Team team = pool.newTeam();
        work(team, 50);
        assertThat(helpers()).isEqualTo(before + 3);
        pool.close();
        assertThat(helpers()).isEqualTo(before);
        work(team, 50);
        pool.close();
    }

    @Test
    void closingInAnInterruptedThreadEndsThemToo() {
        long before = helpers();
        WorkerPool pool = new WorkerPool(4);
        work(pool.newTeam(), 50);
        Thread.currentThread().interrupt();
        pool.close();
        assertThat(Thread.interrupted()).as("still interrupted").isTrue();
        assertThat(helpers()).isEqualTo(before);
    }
}
