package org.memn2n.io;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.memn2n.tensor.HostTensor;

/**
 * What a tensor file holds. The order of both maps is part of the content: it is kept by writing and reading.
 *
 * @param tensors the tensors by name; an immutable copy of the map, but the float arrays are not copied
 * @param metadata free text by key; an immutable copy
 */
public record TensorFile(Map<String, HostTensor> tensors, Map<String, String> metadata) {
    /**
     * Copies both maps.
     *
     * @throws IllegalArgumentException for a tensor or a metadata key whose name the format keeps for itself
     */
    public TensorFile {
        refuse(SafetensorsHeader.METADATA, tensors, "tensor");
        refuse(Checksum.KEY, metadata, "metadata key");
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }

    private static void refuse(String reserved, Map<String, ?> names, String kind) {
        if (names.containsKey(reserved)) {
            throw new IllegalArgumentException(
                    "the file format keeps the name \"" + reserved + "\" for itself; rename this " + kind);
        }
    }
}
