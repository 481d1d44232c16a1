package org.memn2n.data.simulation.world;

import java.util.Locale;

/** The classes of things that have names. A thing is its class and a number from 0. */
public enum Noun {
    /** Somebody. */
    PERSON(true),
    /** Where people and objects are. */
    PLACE(true),
    /** What can be carried. */
    OBJECT(true),
    /** A kind of animal. */
    ANIMAL(true),
    /** A colour. */
    COLOUR(true),
    /** A coloured shape that lies beside others. */
    FIGURE(true),
    /** Something that other things may fit in. */
    CONTAINER(true),
    /** What makes somebody go to a place and get an object there. */
    MOTIVE(false),
    /** A time of the day, in their order. */
    TIME(false),
    /** North, east, south, west, which are also above, to the right, below, to the left. */
    DIRECTION(false),
    /** A number of things, from none. */
    NUMBER(false),
    /** Yes, no, maybe. */
    VERDICT(false),
    /** The answer where there is nothing to list. */
    NOTHING(false);

    private final boolean open;

    Noun(boolean open) {
        this.open = open;
    }

    /** Whether a world may have any number of these, their names being listed or invented. */
    public boolean isOpen() {
        return open;
    }

    /** What a lexicon calls the class. */
    public String title() {
        return name().toLowerCase(Locale.ROOT);
    }
}
