package org.memn2n.planted.data;

import com.fasterxml.jackson.databind.ObjectMapper;

/** Planted: JSON outside of io. */
public final class UsesJackson {
    private UsesJackson() {}

    /** Uses what it must not. */
    public static Object use(ObjectMapper mapper) {
        return mapper.createObjectNode();
    }
}
