package org.memn2n.ops.opencl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoaderSearchTest {
    private static final byte[] OTHERS =
            "\0libOpenAL.so.1\0/usr/lib/libOpenAL.so.1\0\u00ff".getBytes(StandardCharsets.ISO_8859_1);

    @TempDir
    private Path folder;

    private Path maps;
    private Path cache;
    private Path empty;
    private Path libraries;

    @BeforeEach
    void aMachineWithoutTheLoader() throws IOException {
        maps = Files.write(folder.resolve("maps"), OTHERS);
        cache = Files.write(folder.resolve("cache"), OTHERS);
        empty = Files.createDirectory(folder.resolve("empty"));
        libraries = Files.createDirectory(folder.resolve("libraries"));
    }

    @Test
    void whereNothingHasItsNameThereIsNone() throws IOException {
        Files.createFile(libraries.resolve("libOpenCL.so.2"));
        assertThat(search().findsNothing()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"libOpenCL.so", "libOpenCL.so.1"})
    void aFileInAFolderIsFound(String name) throws IOException {
        Files.createFile(libraries.resolve(name));
        assertThat(search().findsNothing()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"maps", "cache"})
    void aLineOfTheProcessOrOfTheLinkerIsFound(String name) throws IOException {
        Files.writeString(folder.resolve(name), "\0libOpenAL.so.1\0libOpenCL.so.1\0/usr/lib/libOpenCL.so.1\0");
        assertThat(search().findsNothing()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"maps", "cache"})
    void whatCannotBeReadIsNotTakenForNothing(String name) throws IOException {
        Files.delete(folder.resolve(name));
        assertThat(search().findsNothing()).isFalse();
    }

    @Test
    void foldersAreThoseOfTheVariableOfJavaAndOfTheLinker() {
        assertThat(LoaderSearch.folders(Map.of("LD_LIBRARY_PATH", "/a:/b;/c"), "/d:/e", "amd64"))
                .contains(Path.of("/a"), Path.of("/b"), Path.of("/c"), Path.of("/d"), Path.of("/e"))
                .contains(Path.of("/usr/lib"), Path.of("/lib64"), Path.of("/usr/lib/x86_64-linux-gnu"));
        assertThat(LoaderSearch.folders(Map.of(), "no\0path:/f", "amd64")).contains(Path.of("/f"));
        assertThat(LoaderSearch.folders(Map.of(), "", "aarch64")).contains(Path.of("/lib/aarch64-linux-gnu"));
    }

    private LoaderSearch search() {
        return new LoaderSearch(maps, cache, List.of(empty, folder.resolve("missing"), libraries));
    }
}
