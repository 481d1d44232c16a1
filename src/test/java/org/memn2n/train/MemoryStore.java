package org.memn2n.train;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.memn2n.tensor.HostTensor;

/** Keeps a restart's state in memory, where a test can look at it and change it. */
final class MemoryStore implements RestartStore {
    private @Nullable Saved saved;

    /** A store with this state in it, or with none. */
    MemoryStore(@Nullable Saved saved) {
        this.saved = saved;
    }

    @Override
    public Optional<Saved> load() {
        return Optional.ofNullable(saved);
    }

    @Override
    public boolean due() {
        return true;
    }

    @Override
    public void save(RestartState state, Map<String, HostTensor> parameters) {
        saved = new Saved(state, parameters);
    }
}
