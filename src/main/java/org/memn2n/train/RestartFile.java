package org.memn2n.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.memn2n.io.CorruptFileException;
import org.memn2n.io.Json;
import org.memn2n.io.Safetensors;
import org.memn2n.io.TensorFile;
import org.memn2n.model.ModelConfig;
import org.memn2n.model.ParameterLayout;
import org.memn2n.model.Parameters;
import org.memn2n.tensor.HostTensor;

/**
 * The state of one restart in a file of a model's folder, replaced every now and then: so seldom that saving takes no more
 * than a fiftieth of the time.
 */
final class RestartFile implements RestartStore {
    private static final String STATE_KEY = "memn2n.state";
    private static final String NUMBER_KEY = "memn2n.restart";
    private static final String REMEDY = "delete this file to begin this restart anew, or restore it";
    private static final long LEAST_NANOSECONDS = TimeUnit.SECONDS.toNanos(15);
    private static final int TIMES_THE_SAVING = 50;

    private final Path file;
    private final int number;
    private final ModelConfig config;
    private final FolderIdentity identity;
    private final TrainingListener listener;
    private long saved = System.nanoTime();
    private long pause = LEAST_NANOSECONDS;

    /** The state of restart {@code number}, from 1, in this file, which need not exist yet. */
    RestartFile(Path file, int number, ModelConfig config, FolderIdentity identity, TrainingListener listener) {
        this.file = file;
        this.number = number;
        this.config = config;
        this.identity = identity;
        this.listener = listener;
    }

    @Override
    public Optional<Saved> load() throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        TensorFile content = Safetensors.readVerified(file);
        identity.require(file, content.metadata());
        String found = content.metadata().get(NUMBER_KEY);
        if (!String.valueOf(number).equals(found)) {
            throw new CorruptFileException(
                    file.toString(), "the state of restart " + found, "that of restart " + number, REMEDY);
        }
        try {
            Parameters.check(new ParameterLayout(config), content.tensors());
        } catch (IllegalArgumentException e) {
            throw new CorruptFileException(
                    file.toString(), String.valueOf(e.getMessage()), "the tensors of this network", REMEDY, e);
        }
        String state = content.metadata().getOrDefault(STATE_KEY, "");
        return Optional.of(new Saved(Json.parse(state, RestartState.class, file + " " + STATE_KEY), content.tensors()));
    }

    @Override
    public boolean due() {
        return System.nanoTime() - saved >= pause;
    }

    @Override
    public void save(RestartState state, Map<String, HostTensor> parameters) throws IOException {
        long began = System.nanoTime();
        Map<String, String> metadata = new HashMap<>(identity.metadata());
        metadata.put(NUMBER_KEY, String.valueOf(number));
        metadata.put(STATE_KEY, Json.line(state));
        Safetensors.write(file, new TensorFile(parameters, metadata));
        saved = System.nanoTime();
        pause = Math.max(LEAST_NANOSECONDS, TIMES_THE_SAVING * (saved - began));
        listener.saved(file);
    }
}
