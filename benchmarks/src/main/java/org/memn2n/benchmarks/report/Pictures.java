package org.memn2n.benchmarks.report;

import java.io.IOException;
import java.io.PrintWriter;

/** Pictures, on Java runtimes that can draw: the one carried to machines with a GPU has no java.desktop. */
public final class Pictures {
    private Pictures() {}

    /** Classes that draw must be named in here only, or they would be looked for on runtimes without. */
    public interface Drawing {
        /** Draws. */
        void draw() throws IOException;
    }

    /**
     * Draws, or says why not.
     *
     * @param elsewhere how the pictures are made from the results on another machine
     */
    public static void draw(PrintWriter err, String elsewhere, Drawing drawing) throws IOException {
        if (ModuleLayer.boot().findModule("java.desktop").isPresent()) {
            drawing.draw();
        } else {
            err.println("no pictures: this Java runtime has no java.desktop; " + elsewhere);
        }
    }
}
