package org.memn2n.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.math3.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.memn2n.random.RandomStreams;

class ArchiveTest {
    private static final ArchiveLimits SMALL = new ArchiveLimits(20, 8L << 20, 12L << 20, 200);

    @TempDir
    private Path folder;

    private static Tars official() throws IOException {
        return new Tars()
                .add("tasks_1-20_v1-2/LICENSE.txt", "free")
                .add("tasks_1-20_v1-2/en/qa1_one-fact_train.txt", Texts.VALID)
                .add("tasks_1-20_v1-2/en/qa1_one-fact_test.txt", Texts.VALID + Texts.VALID)
                .add("tasks_1-20_v1-2/en-10k/qa2_two-facts_train.txt", Texts.VALID);
    }

    private void assertRefused(Path archive, ArchiveLimits limits, String message) {
        assertThatThrownBy(() -> TaskFiles.open(archive, null, limits))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith(archive + ": found ")
                .hasMessageContaining(message);
    }

    @Test
    void readsGzippedAndPlainArchivesUnderAnyName() throws IOException {
        for (Path archive : List.of(
                official().writeGzip(folder.resolve("a.tar.gz")),
                official().writeGzip(folder.resolve("download.txt")),
                official().writeTar(folder.resolve("b.tar")),
                official().writeTar(folder.resolve("c")))) {
            TaskFiles files = TaskFiles.open(archive, null);

            assertThat(files.variant()).isEqualTo("en");
            assertThat(files.tasks()).containsExactly(1);
            assertThat(files.title(1)).isEqualTo("one-fact");
            assertThat(files.train(1))
                    .hasSize(3)
                    .allSatisfy(example -> assertThat(example.place().file()).isEqualTo("qa1_one-fact_train.txt"));
            assertThat(files.test(1)).hasSize(6);
            assertThat(TaskFiles.open(archive, "en-10k").tasks()).containsExactly(2);
        }
    }

    @Test
    void namesLeadNowhereAndLinksAreSkipped() throws IOException {
        Path archive = new Tars()
                .add("../../en/qa1_a_train.txt", Texts.VALID)
                .addLink("../../en/qa2_b_train.txt", TarConstants.LF_SYMLINK, "/etc/hostname")
                .addLink("../../en/qa3_c_train.txt", TarConstants.LF_LINK, "/etc/hostname")
                .add("/abs/qa4_d_train.txt", Texts.VALID)
                .add("long/".repeat(60) + "qa5_e_train.txt", Texts.VALID)
                .writeGzip(folder.resolve("a.tgz"));

        assertThat(TaskFiles.open(archive, null).tasks()).containsExactly(1);
        assertThat(TaskFiles.open(archive, "abs").tasks()).containsExactly(4);
        assertThat(TaskFiles.open(archive, "long").tasks()).containsExactly(5);
        try (var left = Files.list(folder)) {
            assertThat(left).containsExactly(archive);
        }
    }

    @Test
    void filesAtTheTopNeedNoFolder() throws IOException {
        Path archive = new Tars().add("./qa1_a_train.txt", Texts.VALID).writeTar(folder.resolve("a.tar"));

        assertThat(TaskFiles.open(archive, null).variant()).isEmpty();
        assertThat(TaskFiles.open(archive, null).train(1)).hasSize(3);
    }

    @Test
    void anEntryThatIsThereTwiceCountsOnceAndTheLastWins() throws IOException {
        Path archive = new Tars()
                .add("en/qa1_a_train.txt", "")
                .add("en/qa1_a_train.txt", Texts.VALID)
                .writeTar(folder.resolve("a.tar"));

        assertThat(TaskFiles.open(archive, null).train(1)).hasSize(3);
    }

    @Test
    void refusesArchivesWithoutTaskFiles() throws IOException {
        assertRefused(new Tars().writeTar(folder.resolve("empty.tar")), SMALL, "no file named like");
        assertRefused(new Tars().add("x.txt", "x").writeGzip(folder.resolve("other.tgz")), SMALL, "no file named like");
        Path text = Files.write(folder.resolve("text.gz"), Tars.gzip(Texts.VALID.getBytes(StandardCharsets.UTF_8)));
        assertRefused(text, SMALL, "gzipped data that is no tar archive");
        Path broken = Files.write(folder.resolve("broken.gz"), new byte[] {0x1f, (byte) 0x8b, 8, 0});
        assertRefused(broken, SMALL, "data that cannot be read");
    }

    @Test
    void boundsTheNumberOfEntries() throws IOException {
        Tars tars = official();
        for (int i = 0; i < SMALL.entries(); i++) {
            tars.add("x" + i, "");
        }
        assertRefused(tars.writeGzip(folder.resolve("a.tgz")), SMALL, "more than 20 entries");
    }

    @Test
    void boundsTheSizeOfAnEntryByItsHeader() throws IOException {
        byte[] tar = official().add("en/qa3_huge_train.txt", "").toTar();
        int header = new String(tar, StandardCharsets.ISO_8859_1).indexOf("en/qa3_huge");
        byte[] size = "77777777777".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(size, 0, tar, header + 124, size.length);
        int sum = 8 * ' ';
        for (int i = 0; i < 512; i++) {
            sum += i >= 148 && i < 156 ? 0 : tar[header + i];
        }
        byte[] checkSum = String.format("%06o\0 ", sum).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(checkSum, 0, tar, header + 148, checkSum.length);

        assertRefused(Files.write(folder.resolve("a.tar"), tar), SMALL, "qa3_huge_train.txt\" of 8589934591 bytes");
    }

    @Test
    void boundsTheUnpackedSize() throws IOException {
        Tars tars = official();
        RandomGenerator random = RandomStreams.of(1);
        byte[] noise = new byte[7 << 20];
        random.nextBytes(noise);
        tars.add("a", noise).add("b", noise);

        assertRefused(tars.writeGzip(folder.resolve("a.tgz")), SMALL, "more than 12582912 bytes when unpacked");
    }

    @Test
    void boundsTheCompressionRatio() throws IOException {
        Path bomb = official().add("zeros", new byte[7 << 20]).writeGzip(folder.resolve("a.tgz"));

        assertRefused(bomb, SMALL, "more than 200 bytes for each packed byte");
        assertThat(TaskFiles.open(bomb, null, new ArchiveLimits(20, 8L << 20, 12L << 20, 2000))
                        .tasks())
                .containsExactly(1);
    }

    @Test
    void boundsTheNamesOfEntries() throws IOException {
        byte[] name = new byte[100_000];
        Arrays.fill(name, (byte) 'a');
        Path archive = official()
                .add(TarConstants.GNU_LONGLINK, TarConstants.LF_GNUTYPE_LONGNAME, name)
                .writeTar(folder.resolve("a.tar"));

        assertRefused(archive, SMALL, "an entry header of more than 65536 bytes");
    }

    @Test
    void damagedArchivesAreReadOrRefused() throws IOException {
        byte[] packed = Tars.gzip(official().toTar());
        byte[] plain = official().toTar();
        int refused = 0;
        for (int seed = 0; seed < 400; seed++) {
            RandomGenerator random = RandomStreams.of(3, seed);
            byte[] bytes = (seed % 2 == 0 ? packed : plain).clone();
            if (random.nextBoolean()) {
                bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
            } else {
                for (int flips = random.nextInt(20); flips >= 0; flips--) {
                    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                }
            }
            String error = error(Files.write(folder.resolve("damaged"), bytes), seed);
            if (error != null) {
                assertThat(error).as("seed " + seed).doesNotContain("(null)");
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(100);
    }

    private static @Nullable String error(Path archive, int seed) {
        try {
            TaskFiles.open(archive, "en", SMALL).train(1);
            return null;
        } catch (DataException e) {
            return e.getMessage();
        } catch (RuntimeException | OutOfMemoryError e) {
            throw new AssertionError("seed " + seed, e);
        }
    }
}
