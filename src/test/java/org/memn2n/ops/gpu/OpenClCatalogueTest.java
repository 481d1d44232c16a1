package org.memn2n.ops.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The catalogue says of the OpenCL kernels what their sources say: the host would pass wrong arguments otherwise. */
class OpenClCatalogueTest {
    private static final Map<String, String> SOURCES = OpenClSources.read();

    /** The buffers of each kernel that takes a structure of them. */
    private static final Map<GpuKernel, Integer> STRUCTURES = Map.of(
            GpuKernel.EMBED,
            3 * GpuEmbedding.TABLES,
            GpuKernel.EMBED_GRADIENT_WORDS,
            3 * GpuEmbedding.TABLES,
            GpuKernel.EMBED_GRADIENT_TIMES,
            3 * GpuEmbedding.TABLES,
            GpuKernel.STORY_FORWARD,
            GpuStory.HOP_POINTERS,
            GpuKernel.STORY_GRADIENT,
            GpuStory.HOP_POINTERS,
            GpuKernel.STORY_TABLES_GRADIENT,
            GpuStory.GRADIENT_POINTERS,
            GpuKernel.UPDATE_SQUARES,
            GpuUpdateInParts.PARAMETERS,
            GpuKernel.UPDATE_STEP,
            2 * GpuUpdateInParts.PARAMETERS);

    /** The arguments of a kernel of the catalogue, in the letters of the sources. */
    private static String expanded(GpuKernel kernel) {
        boolean shares = kernel == GpuKernel.STORY_FORWARD || kernel == GpuKernel.STORY_GRADIENT;
        return kernel.parameters()
                        .replace("s", "b".repeat(STRUCTURES.getOrDefault(kernel, 0)))
                        .replace("o", "bu")
                        .replace("p", "b")
                + (shares ? "m" : "");
    }

    /** How the catalogue and these sources differ, a line each. */
    private static List<String> differences(Map<String, String> sources) {
        Map<String, OpenClSources.Kernel> written = new TreeMap<>();
        OpenClSources.kernels(sources).forEach(kernel -> written.put(kernel.entry(), kernel));
        List<String> differences = new ArrayList<>();
        for (GpuKernel kernel : GpuKernel.values()) {
            OpenClSources.Kernel source = kernel.isIn(GpuLanguage.OPENCL) ? written.remove(kernel.entry()) : null;
            if (source == null) {
                if (kernel.isIn(GpuLanguage.OPENCL)) {
                    differences.add(kernel.entry() + ": no such kernel");
                }
                continue;
            }
            if (!source.file().equals(kernel.file())) {
                differences.add(kernel.entry() + ": in " + source.file() + ", not " + kernel.file());
            }
            if (!source.arguments().equals(expanded(kernel))) {
                differences.add(kernel.entry() + ": takes " + source.arguments() + ", not " + expanded(kernel));
            }
        }
        written.keySet().forEach(entry -> differences.add(entry + ": not in the catalogue"));
        return differences;
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
        assertThat(Stream.of(GpuKernel.values())
                        .filter(kernel -> kernel.parameters().contains("s")))
                .filteredOn(kernel -> kernel.isIn(GpuLanguage.OPENCL))
                .containsExactlyInAnyOrderElementsOf(STRUCTURES.keySet());
    }

    @Test
    void differencesAreNoticed() {
        assertThat(differences(altered("pointwise.cl", "int count, float value", "float value, int count")))
                .containsExactly("fill: takes fib, not ifb");
        assertThat(differences(altered("slots.cl", "ulong storyFirst, int slots", "int storyFirst, int slots")))
                .hasSize(3)
                .contains("inner_products: takes biiibbb, not buiibbb");
        assertThat(differences(altered(
                        "story.cl", "BUFFERS_8(float, state), __global float* state8", "BUFFERS_8(float, state)")))
                .singleElement()
                .asString()
                .startsWith("story_forward: takes ");
        assertThat(differences(altered("matrix.cl", "__kernel void rows_add", "__kernel void planted")))
                .containsExactly("rows_add: no such kernel", "planted: not in the catalogue");
        Map<String, String> moved = new TreeMap<>(SOURCES);
        moved.put("other.cl", moved.remove("pointwise.cl"));
        assertThat(differences(moved)).hasSize(3).contains("fill: in other, not pointwise");
        assertThatThrownBy(() -> differences(altered("pointwise.cl", "__kernel void fill", "__kernel  void fill")))
                .hasMessageContaining("pointwise.cl: a kernel that is not written as");
    }

    @Test
    void sharedConstantsAreEqual() {
        assertThat(OpenClSources.constants(SOURCES, "update.cl"))
                .containsEntry("ELEMENTS_PER_BLOCK", GpuKernel.UPDATE_CHUNK)
                .containsEntry("MAX_PARAMETERS", GpuUpdateInParts.PARAMETERS);
        assertThat(SOURCES.get("update.cl"))
                .contains("    int elements;\n    int nullElements;\n    int firstBlock;\n} Size;");
        assertThat(GpuUpdateInParts.ROW).isEqualTo(3);
        assertThat(OpenClSources.constants(SOURCES, "embed.cl")).containsEntry("MAX_TABLES", GpuEmbedding.TABLES);
        assertThat(OpenClSources.constants(SOURCES, "matrix.cl")).containsEntry("TILE", GpuProducts.TILE);
        assertThat(OpenClSources.constants(SOURCES, "matrix_wide.cl")).containsEntry("TILE", ProductPlan.TILE);
        assertThat(OpenClSources.constants(SOURCES, "story.clh"))
                .containsEntry("MAX_HOPS", StoryPlan.HOPS)
                .containsEntry("MAX_ROLES", GpuStory.ROLES);
        assertThat(OpenClSources.constants(SOURCES, "top_slots.cl")).containsEntry("LIST_LENGTH", GpuTopSlots.TURN);
        assertThat(OpenClSources.constants(SOURCES, "attend.cl")).containsEntry("COMBINED_COLUMNS", GpuKernels.WARP);
    }

    /** A group takes as many queries and columns as the plan says. */
    @Test
    void theTilesOfAttendAreThoseOfThePlan() {
        String text = SOURCES.getOrDefault("attend.cl", "") + SOURCES.getOrDefault("attend_many.cl", "");
        for (AttendPlan.Tile tile : AttendPlan.Tile.values()) {
            String kernel =
                    text.substring(text.indexOf("__kernel void " + tile.kernel().entry() + "("));
            assertThat(kernel.substring(0, kernel.indexOf("\n}\n")))
                    .containsPattern("Shape shape = \\{" + tile.queries() + ", \\d, \\d+, " + tile.columns() + "\\};");
        }
    }

    @Test
    void theArraysOfABatchAreThoseOfTheSources() {
        String[] names = Stream.of(StoryArrays.Array.values()).map(Enum::name).toArray(String[]::new);
        assertThat(OpenClSources.enumeration(SOURCES, "story.clh", "BatchArray"))
                .startsWith(names)
                .hasSize(names.length + 1)
                .endsWith("BATCH_ARRAYS");
    }
}
