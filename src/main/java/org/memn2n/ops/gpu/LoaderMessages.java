package org.memn2n.ops.gpu;

/** What the loader of native libraries says, without what others put around it. */
public final class LoaderMessages {
    private LoaderMessages() {}

    /**
     * The part of an error's message that tells why a library was refused: JCuda puts a page of advice and a temporary
     * file's name around what the loader says.
     */
    public static String reason(Throwable error, String library) {
        String message = String.valueOf(error.getMessage());
        for (String line : message.split("\n", -1)) {
            int found = line.indexOf(library + ": ");
            if (found >= 0) {
                return line.substring(found).strip();
            }
            if (line.contains("undefined symbol") || line.contains("denied") || line.contains("native access")) {
                return line.strip();
            }
        }
        return message.lines().findFirst().orElse("no reason given").strip();
    }
}
