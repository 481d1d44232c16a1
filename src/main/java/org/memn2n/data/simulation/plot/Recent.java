package org.memn2n.data.simulation.plot;

import java.util.ArrayList;
import java.util.List;

/** The latest things of a long row, as many as fit. */
final class Recent<T> {
    private final int room;
    private final List<T> things;
    private int newest = -1;

    Recent(int room) {
        this.room = room;
        this.things = new ArrayList<>();
    }

    void add(T thing) {
        newest = (newest + 1) % room;
        if (things.size() < room) {
            things.add(thing);
        } else {
            things.set(newest, thing);
        }
    }

    int size() {
        return things.size();
    }

    /** The thing of this age: 0 is the newest. */
    T get(int age) {
        return things.get(Math.floorMod(newest - age, room));
    }
}
