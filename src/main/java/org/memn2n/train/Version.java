package org.memn2n.train;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which version of this program is running. */
public final class Version {
    private Version() {}

    /** As in the POM. */
    public static String current() {
        try (InputStream file = Version.class.getResourceAsStream("/org/memn2n/version.properties")) {
            Properties properties = new Properties();
            if (file != null) {
                properties.load(file);
            }
            return properties.getProperty("version", "unknown");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
