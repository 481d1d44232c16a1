package org.memn2n.ops.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The one line that says why, out of the pages that loaders write. */
class LoaderMessagesTest {
    @ParameterizedTest
    @CsvSource({
        "x.so: libcublas.so.12: cannot open shared object file, libcublas.so.12: cannot open shared object file",
        "x.so: undefined symbol: cublasSasum_v2, x.so: undefined symbol: cublasSasum_v2",
        "IllegalCallerException: Illegal native access from an unnamed module,"
                + " IllegalCallerException: Illegal native access from an unnamed module",
        "a reason nobody has thought of, Error while loading native library"
    })
    void theReasonIsFound(String line, String reason) {
        Error error = new UnsatisfiedLinkError("Error while loading native library\nOperating system name: Linux\n"
                + line + "\n\tat java.base/java.lang.System.load");
        assertThat(LoaderMessages.reason(error, "libcublas.so.12")).isEqualTo(reason);
        assertThat(LoaderMessages.reason(new UnsatisfiedLinkError(), "libcublas.so.12"))
                .isEqualTo("null");
    }
}
