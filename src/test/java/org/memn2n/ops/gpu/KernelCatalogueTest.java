package org.memn2n.ops.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The catalogue says of the kernels what their sources say: the host would pass wrong bytes otherwise. */
class KernelCatalogueTest {
    private static final Map<String, String> SOURCES = KernelSources.read();

    /** How the catalogue and these sources differ, a line each. */
    private static List<String> differences(Map<String, String> sources) {
        Map<String, KernelSources.Kernel> written = new TreeMap<>();
        KernelSources.kernels(sources).forEach(kernel -> written.put(kernel.entry(), kernel));
        List<String> differences = new ArrayList<>();
        for (GpuKernel kernel : cataloguedIn(GpuLanguage.CUDA)) {
            KernelSources.Kernel source = written.remove(kernel.entry());
            if (source == null) {
                differences.add(kernel.entry() + ": no such kernel");
                continue;
            }
            int threads = kernel.threadsX() * kernel.threadsY();
            if (!source.file().equals(kernel.file())) {
                differences.add(kernel.entry() + ": in " + source.file() + ", not " + kernel.file());
            }
            String parameters = kernel.parameters().replace('o', 'p'); // both are an address
            if (!source.parameters().equals(parameters)) {
                differences.add(kernel.entry() + ": takes " + source.parameters() + ", not " + parameters);
            }
            if (Integer.bitCount(threads) != 1 || threads < 32 || threads > source.bound()) {
                differences.add(kernel.entry() + ": " + threads + " threads, at most " + source.bound());
            }
        }
        written.keySet().forEach(entry -> differences.add(entry + ": not in the catalogue"));
        return differences;
    }

    private static List<GpuKernel> cataloguedIn(GpuLanguage language) {
        return Stream.of(GpuKernel.values())
                .filter(kernel -> kernel.isIn(language))
                .toList();
    }

    private static Map<String, String> altered(String file, String from, String to) {
        String text = SOURCES.getOrDefault(file, "");
        assertThat(text).contains(from);
        Map<String, String> altered = new TreeMap<>(SOURCES);
        altered.put(file, text.replace(from, to));
        return altered;
    }

    @Test
    void theCatalogueIsThatOfTheSources() {
        assertThat(differences(SOURCES)).isEmpty();
        assertThat(KernelSources.kernels(SOURCES)).hasSameSizeAs(cataloguedIn(GpuLanguage.CUDA));
    }

    @Test
    void sharedConstantsAreEqual() {
        assertThat(KernelSources.constants(SOURCES, "update.cu"))
                .containsEntry("ELEMENTS_PER_BLOCK", GpuKernel.UPDATE_CHUNK)
                .containsEntry("WARP", GpuKernels.WARP);
        assertThat(KernelSources.constants(SOURCES, "embed.cu")).containsEntry("MAX_TABLES", GpuEmbedding.TABLES);
        assertThat(KernelSources.constants(SOURCES, "matrix.cu")).containsEntry("TILE", GpuProducts.TILE);
        assertThat(KernelSources.constants(SOURCES, "story.cuh"))
                .containsEntry("MAX_HOPS", StoryPlan.HOPS)
                .containsEntry("PIECE", GpuTraits.PIECE);
        assertThat(KernelSources.constants(SOURCES, "matrix_wide.cu"))
                .containsEntry("WIDE_TILE", ProductPlan.TILE)
                .containsEntry("STEP", ProductPlan.STEP);
        assertThat(KernelSources.constants(SOURCES, "attend.cu"))
                .containsEntry("LARGEST_DIMENSION", GpuKeyValueMemory.LARGEST_DIMENSION)
                .containsEntry("FEW_COLUMNS", AttendPlan.Tile.SIXTEEN.columns())
                .containsEntry("FEW_COLUMNS", AttendPlan.Tile.EIGHT.columns() / 2)
                .containsEntry("FEW_COLUMNS", AttendPlan.Tile.ONE.columns() / 4);
        assertThat(KernelSources.constants(SOURCES, "attend_many.cu"))
                .containsEntry("MANY_COLUMNS", AttendPlan.Tile.SIXTY_FOUR.columns())
                .containsEntry("MANY_COLUMNS", AttendPlan.Tile.THIRTY_TWO.columns() / 2);
        assertThat(KernelSources.constants(SOURCES, "top_slots.cu")).containsEntry("LIST_LENGTH", GpuTopSlots.TURN);
        assertThat(KernelSources.sizes(SOURCES))
                .containsEntry("Tally", GpuTally.BYTES)
                .containsEntry("Parameter", GpuUpdate.PARAMETER)
                .containsEntry("StoryHops", GpuStory.HOP_POINTERS * Long.BYTES)
                .containsEntry("StoryGradients", GpuStory.GRADIENT_POINTERS * Long.BYTES)
                .containsEntry("EmbedTables", 3 * GpuEmbedding.TABLES * Long.BYTES)
                .containsEntry("EmbedGradients", 3 * GpuEmbedding.TABLES * Long.BYTES);
    }

    @Test
    void theArraysOfABatchAreThoseOfTheSources() {
        String[] names = Stream.of(StoryArrays.Array.values()).map(Enum::name).toArray(String[]::new);
        assertThat(KernelSources.enumeration(SOURCES, "story.cuh", "BatchArray"))
                .startsWith(names)
                .hasSize(names.length + 1)
                .endsWith("BATCH_ARRAYS");
    }

    @Test
    void anExtraKernelIsNoticed() {
        String fill = "extern \"C\" __global__ void __launch_bounds__(MAX_BLOCK)\nfill(int count";
        String extra = "extern \"C\" __global__ void __launch_bounds__(64)\nplanted(int* a) {\n}\n";
        assertThat(differences(altered("pointwise.cu", fill, extra + fill)))
                .containsExactly("planted: not in the catalogue");
    }

    @Test
    void swappedParametersAreNoticed() {
        assertThat(differences(altered("pointwise.cu", "int count, float value", "float value, int count")))
                .containsExactly("fill: takes fip, not ifp");
        assertThat(differences(altered("update.cu", "long long step", "int step")))
                .containsExactly("update_norms: takes piippidddipp, not piippidddlpp");
    }

    @Test
    void aMissingOrMovedKernelIsNoticed() {
        Map<String, String> missing = new TreeMap<>(SOURCES);
        String pointwise = missing.remove("pointwise.cu");
        assertThat(differences(missing))
                .containsExactly("fill: no such kernel", "relu: no such kernel", "relu_gradient: no such kernel");

        missing.put("other.cu", pointwise);
        assertThat(differences(missing)).hasSize(3).contains("fill: in other, not pointwise");
    }

    @Test
    void aSmallerBoundIsNoticed() {
        assertThat(differences(altered("matrix.cu", "THREADS = TILE * TILE", "THREADS = TILE * 8")))
                .hasSize(4)
                .contains("matrix_nt: 256 threads, at most 128");
    }

    @Test
    void aKernelWrittenInAnotherWayIsRefused() {
        Map<String, String> odd = altered("pointwise.cu", "extern \"C\" __global__ void", "__global__ void");
        assertThatThrownBy(() -> differences(odd)).hasMessageContaining("pointwise.cu");
    }
}
