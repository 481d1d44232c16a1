package org.memn2n.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.memn2n.data.DataException;
import org.memn2n.data.Vocabulary;
import org.memn2n.io.CorruptFileException;
import org.memn2n.io.Json;
import org.memn2n.io.Lines;
import org.memn2n.io.Safetensors;
import org.memn2n.io.TensorFile;
import org.memn2n.model.ParameterLayout;
import org.memn2n.model.Parameters;
import org.memn2n.tensor.HostTensor;
import org.memn2n.train.TrainingListener.RestartReport;

/**
 * A model in a folder: {@code config.json} and {@code vocab.txt}, which never change once training has
 * begun, and {@code model.safetensors} when it has ended. Until then {@code restart-N.safetensors} holds the
 * state of each restart. Tensor files hold the digests of the other two, so damage to any file is noticed. Every file is replaced in one step, and no two of them have to change together, so
 * a process killed at any moment leaves a folder that can be read.
 */
public final class ModelFolder {
    private static final String CONFIG = "config.json";
    private static final String VOCABULARY = "vocab.txt";
    private static final String MODEL = "model.safetensors";
    private static final String REPORT_KEY = "memn2n.report";
    private static final int MAX_VOCABULARY_BYTES = 256 << 20;

    private final Path folder;

    /** The model in this folder, which need not exist yet. */
    public ModelFolder(Path folder) {
        this.folder = folder;
    }

    /** Where it is. */
    public Path path() {
        return folder;
    }

    /** Whether training has at least begun here. */
    public boolean begun() {
        return Files.exists(folder.resolve(CONFIG));
    }

    /** Whether a trained model is here. */
    public boolean finished() {
        return Files.exists(folder.resolve(MODEL));
    }

    /** Writes what stays the same during training. */
    void begin(RunConfig config, Vocabulary vocabulary) throws IOException {
        Files.createDirectories(folder);
        Lines.writeLines(folder.resolve(VOCABULARY), vocabulary.lines());
        Json.write(folder.resolve(CONFIG), config);
    }

    /**
     * What the model was made with.
     *
     * @throws CorruptFileException when the file is not what it should be
     * @throws IOException when there is no such file
     */
    public RunConfig config() throws IOException {
        return Versioned.read(folder.resolve(CONFIG), RunConfig.class, RunConfig.FORMAT);
    }

    /**
     * The trained model.
     *
     * @throws CorruptFileException when a file is damaged or the files do not belong together
     * @throws IOException when a file is missing or cannot be read
     */
    public TrainedModel load() throws IOException {
        if (!finished()) {
            throw new CorruptFileException(
                    folder.toString(),
                    begun() ? "a model whose training has not ended" : "no model",
                    MODEL,
                    begun()
                            ? "finish it with 'memn2n " + (config().model().readsText() ? "lm " : "")
                                    + "train --resume'"
                            : "name the folder given to 'memn2n train --out'");
        }
        Path file = folder.resolve(MODEL);
        TensorFile content = Safetensors.readVerified(file);
        identity().require(file, content.metadata());
        RunConfig config = config();
        Vocabulary vocabulary = vocabulary(config);
        check(file, config, content);
        RestartReport report = Json.parse(
                content.metadata().getOrDefault(REPORT_KEY, ""), RestartReport.class, file + " " + REPORT_KEY);
        return new TrainedModel(config, vocabulary, content.tensors(), report);
    }

    private FolderIdentity identity() throws IOException {
        return FolderIdentity.of(folder.resolve(CONFIG), folder.resolve(VOCABULARY));
    }

    /** The words of a model that was made with this. */
    Vocabulary vocabulary(RunConfig config) throws IOException {
        Path file = folder.resolve(VOCABULARY);
        try {
            Vocabulary vocabulary = Vocabulary.ofLines(Lines.readLines(file, MAX_VOCABULARY_BYTES), file.toString());
            if (vocabulary.size() != config.model().words()) {
                throw new CorruptFileException(
                        file.toString(),
                        vocabulary.size() + " words",
                        config.model().words() + ", as " + CONFIG + " says",
                        "restore the file that was saved with the model");
            }
            return vocabulary;
        } catch (DataException e) {
            throw new CorruptFileException(
                    file.toString(), e.found(), e.expected(), "restore the file that was saved with the model", e);
        }
    }

    private void check(Path file, RunConfig config, TensorFile content) throws CorruptFileException {
        try {
            Parameters.check(new ParameterLayout(config.model()), content.tensors());
        } catch (IllegalArgumentException e) {
            throw new CorruptFileException(
                    file.toString(),
                    String.valueOf(e.getMessage()),
                    "the tensors of the network in " + CONFIG,
                    "restore the folder as it was saved",
                    e);
        }
    }

    /** Ends training: the model is there, and the states of its restarts are gone. */
    void finish(Map<String, HostTensor> parameters, RestartReport report) throws IOException {
        RunConfig config = config();
        // Sorted: the order of other maps differs from run to run, and equal models should be equal files.
        Map<String, String> metadata = new TreeMap<>(identity().metadata());
        metadata.put(REPORT_KEY, Json.line(report));
        Safetensors.write(folder.resolve(MODEL), new TensorFile(parameters, metadata));
        removeRestarts(config);
    }

    /** Deletes what is left of the states of a model's restarts. */
    void removeRestarts(RunConfig config) throws IOException {
        for (int restart = 1; restart <= config.training().restarts(); restart++) {
            Files.deleteIfExists(restartFile(restart));
        }
    }

    private Path restartFile(int restart) {
        return folder.resolve("restart-" + restart + ".safetensors");
    }

    /** The folder's models: this one, or one in each folder within it, by name. */
    public static List<ModelFolder> in(Path folder) throws IOException {
        ModelFolder whole = new ModelFolder(folder);
        if (whole.begun() || !Files.isDirectory(folder)) {
            return List.of(whole);
        }
        try (Stream<Path> inner = Files.list(folder)) {
            List<ModelFolder> models = inner.sorted()
                    .map(ModelFolder::new)
                    .filter(ModelFolder::begun)
                    .toList();
            return models.isEmpty() ? List.of(whole) : models;
        }
    }

    /**
     * The trained models in a folder, as {@link #in} finds them.
     *
     * @throws CorruptFileException when one of them is damaged or its training has not ended
     * @throws IOException when a file is missing or cannot be read
     */
    public static List<TrainedModel> loadAll(Path folder) throws IOException {
        List<TrainedModel> models = new ArrayList<>();
        for (ModelFolder model : in(folder)) {
            models.add(model.load());
        }
        return models;
    }

    /** The state of a restart, in this folder. */
    RestartStore restart(int number, RunConfig config, TrainingListener listener) throws IOException {
        return new RestartFile(restartFile(number), number, config.model(), identity(), listener);
    }
}
