package org.memn2n.train;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.memn2n.tensor.HostTensor;

/** Where a restart keeps its state, so that it can go on after a stop. */
interface RestartStore {
    /** Keeps nothing. */
    RestartStore NONE = new RestartStore() {
        @Override
        public Optional<Saved> load() {
            return Optional.empty();
        }

        @Override
        public boolean due() {
            return false;
        }

        @Override
        public void save(RestartState state, Map<String, HostTensor> parameters) {}
    };

    /** A state with its parameters. */
    record Saved(RestartState state, Map<String, HostTensor> parameters) {}

    /**
     * What was saved last, if anything.
     *
     * @throws org.memn2n.io.CorruptFileException when it is damaged or of another training
     */
    Optional<Saved> load() throws IOException;

    /** Whether it is time to save. */
    boolean due();

    /** Replaces what was saved. */
    void save(RestartState state, Map<String, HostTensor> parameters) throws IOException;
}
