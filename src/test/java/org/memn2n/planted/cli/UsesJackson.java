package org.memn2n.planted.cli;

import com.fasterxml.jackson.databind.ObjectMapper;

/** Planted: the command line writes its own JSON. */
public final class UsesJackson {
    private UsesJackson() {}

    /** Uses what it must not. */
    public static Object use(ObjectMapper mapper) {
        return mapper.createObjectNode();
    }
}
