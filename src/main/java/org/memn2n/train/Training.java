package org.memn2n.train;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.memn2n.io.CorruptFileException;
import org.memn2n.ops.Backend;

/**
 * Trains models: every restart of every job, several at once, and keeps the best restart of each job.
 *
 * <p>Restarts do not share anything, so the result has the same bits with any number of threads.
 */
public final class Training {
    private final Backend backend;
    private final int threads;
    private final TrainingListener listener;
    private final StopSignal stop;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    /**
     * @param backend the device; not closed here
     * @param threads how many restarts run at once
     * @param listener hears of progress
     * @param stop ends training early when asked
     */
    public Training(Backend backend, int threads, TrainingListener listener, StopSignal stop) {
        if (threads < 1) {
            throw new IllegalArgumentException("need at least one thread, found " + threads);
        }
        this.backend = backend;
        this.threads = threads;
        this.listener = listener;
        this.stop = stop;
    }

    /** Trains one model in memory, one restart at a time, silently. */
    public static TrainedModel train(TrainingJob job, Backend backend) throws IOException {
        return new Training(backend, 1, TrainingListener.SILENT, new StopSignal())
                .run(List.of(job))
                .get(0);
    }

    /**
     * Trains all jobs to the end; a job whose folder holds a finished model of the same data and choices is
     * only loaded.
     *
     * @return the models in the order of the jobs
     * @throws DivergedException when a number is not finite; other restarts stop and are saved
     * @throws TrainingStoppedException when asked to stop
     * @throws IOException when a folder cannot be read or written
     * @throws OtherTrainingException when a folder holds another training
     */
    public List<TrainedModel> run(List<TrainingJob> jobs) throws IOException {
        List<Prepared> prepared = new ArrayList<>();
        for (TrainingJob job : jobs) {
            prepared.add(prepare(job));
        }
        ExecutorService pool = Executors.newFixedThreadPool(threads, Training::thread);
        try {
            for (Prepared job : prepared) {
                job.start(pool);
            }
            List<TrainedModel> models = new ArrayList<>();
            for (Prepared job : prepared) {
                models.add(job.finish());
            }
            return models;
        } finally {
            // After a failure the others must not go on alone: they stop after their step and are saved.
            stopAll(prepared);
            pool.shutdown();
            awaitAll(pool);
        }
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "memn2n-training");
        thread.setDaemon(true);
        return thread;
    }

    private void stopAll(List<Prepared> prepared) {
        if (prepared.stream().flatMap(job -> job.restarts.stream()).anyMatch(restart -> !restart.isDone())) {
            stop.stop();
        }
    }

    /** Waits even when interrupted: whoever called may close the device next. */
    private static void awaitAll(ExecutorService pool) {
        boolean interrupted = false;
        boolean ended = false;
        while (!ended) {
            try {
                ended = pool.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private Prepared prepare(TrainingJob job) throws IOException {
        Dataset data = job.data();
        RunConfig config = new RunConfig(
                RunConfig.FORMAT,
                job.name(),
                job.tasks(),
                data.config(),
                job.training(),
                new RunConfig.Data(data.training().size(), data.validation().size(), data.fingerprint()),
                new RunConfig.Made(Version.current(), System.getProperty("java.version"), backend.device()));
        ModelFolder folder = job.folder() == null ? null : new ModelFolder(job.folder());
        if (folder != null) {
            if (folder.begun()) {
                requireSame(folder, config, data);
            } else {
                folder.begin(config, data.vocabulary());
            }
        }
        return new Prepared(config, data, folder);
    }

    private static void requireSame(ModelFolder folder, RunConfig config, Dataset data) throws IOException {
        RunConfig found = folder.config();
        if (!found.data().equals(config.data())) {
            throw new OtherTrainingException(folder.path() + " holds a training on other data (fingerprint "
                    + found.data().fingerprint() + ", here " + config.data().fingerprint()
                    + "); name the data it began with, or another folder");
        }
        if (!found.model().equals(config.model()) || !found.training().equals(config.training())) {
            List<String> differing = new ArrayList<>(Choices.differing(found.model(), config.model()));
            differing.addAll(Choices.differing(found.training(), config.training()));
            throw new OtherTrainingException(folder.path() + " holds a training with other choices ("
                    + String.join("; ", differing) + "); go on with its own, or name another folder");
        }
        if (!folder.vocabulary(found).lines().equals(data.vocabulary().lines())) {
            throw new CorruptFileException(
                    folder.path().toString(),
                    "another vocabulary than its own training data has",
                    "the one that was saved",
                    "restore it, or name another folder");
        }
    }

    /** A job whose restarts can run. */
    private final class Prepared {
        private final RunConfig config;
        private final Dataset data;
        private final @Nullable ModelFolder folder;
        private final List<Future<Restart.Result>> restarts = new ArrayList<>();

        Prepared(RunConfig config, Dataset data, @Nullable ModelFolder folder) {
            this.config = config;
            this.data = data;
            this.folder = folder;
        }

        void start(ExecutorService pool) throws IOException {
            if (folder != null && folder.finished()) {
                return;
            }
            for (int number = 1; number <= config.training().restarts(); number++) {
                RestartStore store = folder == null ? RestartStore.NONE : folder.restart(number, config, listener);
                Restart restart = new Restart(config.name(), number, data, config.training(), store, listener, stop);
                restarts.add(pool.submit(() -> attempt(restart, this)));
            }
        }

        TrainedModel finish() throws IOException {
            if (folder != null && folder.finished()) {
                folder.removeRestarts(config); // of a process that died right after it saved the model
                return folder.load();
            }
            List<Restart.Result> results = new ArrayList<>();
            for (Future<Restart.Result> restart : restarts) {
                results.add(result(restart));
            }
            Restart.Result best = results.stream()
                    .min(Comparator.comparing(
                            Restart.Result::report,
                            config.training().selection().order()))
                    .orElseThrow();
            if (folder != null) {
                folder.finish(best.parameters(), best.report());
            }
            return model(best);
        }

        TrainedModel model(Restart.Result result) {
            return new TrainedModel(config, data.vocabulary(), result.parameters(), result.report());
        }
    }

    /** A failure stops the other restarts at once, whichever of them is waited for. */
    private Restart.Result attempt(Restart restart, Prepared job) throws IOException {
        if (stop.asked()) {
            throw new TrainingStoppedException(job.config.name() + ": stopped before a restart began or went on");
        }
        try {
            Restart.Result result = restart.run(backend);
            listener.restartTrained(job.model(result));
            return result;
        } catch (TrainingStoppedException asked) {
            throw asked;
        } catch (IOException | RuntimeException | Error e) {
            failure.compareAndSet(null, e);
            stop.stop();
            throw e;
        }
    }

    private Restart.Result result(Future<Restart.Result> restart) throws IOException {
        try {
            return restart.get();
        } catch (ExecutionException e) {
            Throwable first = failure.get();
            Throwable cause = first == null ? e.getCause() : first;
            if (cause instanceof IOException failed) {
                throw failed;
            }
            if (cause instanceof RuntimeException failed) {
                throw failed;
            }
            if (cause instanceof Error failed) {
                throw failed;
            }
            throw new IllegalStateException("a training thread failed", cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TrainingStoppedException("interrupted while waiting for training");
        }
    }
}
