package org.memn2n.ops.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.memn2n.ops.OutOfDeviceMemoryException;
import org.memn2n.tensor.StoryBatch;
import org.memn2n.tensor.WordLists;
import org.memn2n.testkit.RandomInputs;
import org.memn2n.testkit.RandomInputs.Sizes;

/** How a batch lies on the device: every array against a plain computation, and where the next batch lies. */
class GpuBatchTest {
    private final HostQueue queue = new HostQueue();
    private final BatchUploads uploads = new BatchUploads(queue);

    private GpuBatch batch(StoryBatch host) {
        return new GpuBatch(host, uploads);
    }

    private int[] section(GpuBuffer buffer, int offset, int length) {
        return queue.integers(buffer, offset, length);
    }

    @Test
    void everyArrayIsWhereTheBatchSays() {
        Sizes[] sizes = RandomInputs.sizes();
        for (int seed = 0; seed < sizes.length; seed++) {
            StoryBatch host = new RandomInputs(seed).batch(sizes[seed], 5);
            try (GpuBatch batch = batch(host)) {
                assertThat(section(batch.buffer(), batch.slotOffsets(), host.stories() + 1))
                        .isEqualTo(host.slotOffsets());
                assertThat(section(batch.buffer(), batch.targets(), host.stories()))
                        .isEqualTo(host.targets());
                int[] story = section(batch.lookups().buffer(), batch.lookups().slotStory(), host.slots());
                for (int slot = 0; slot < story.length; slot++) {
                    assertThat(slot)
                            .isBetween(host.slotOffsets()[story[slot]], host.slotOffsets()[story[slot] + 1] - 1);
                }
                assertWords(batch.memories(), host.memories());
                assertWords(batch.queries(), host.queries());
            }
        }
    }

    private void assertWords(GpuBatch.Words words, WordLists host) {
        GpuBuffer buffer = words.indices();
        Lookup lookup = words.lookup();
        int count = host.words().length;
        assertThat(words.count()).isEqualTo(host.count());
        assertThat(lookup.timed()).isEqualTo(host.timed());
        assertThat(words.wordLimit())
                .isEqualTo(Arrays.stream(host.words()).max().orElse(-1) + 1);
        assertThat(words.timeLimit())
                .isEqualTo(Arrays.stream(host.times()).max().orElse(-1) + 1);
        assertThat(section(buffer, lookup.words(), count)).isEqualTo(host.words());
        assertThat(section(buffer, lookup.offsets(), host.count() + 1)).isEqualTo(host.offsets());
        assertThat(section(buffer, lookup.times(), host.times().length)).isEqualTo(host.times());
        SortedMap<Integer, List<int[]>> places = new TreeMap<>();
        SortedMap<Integer, List<int[]>> timed = new TreeMap<>();
        for (int s = 0; s < host.count(); s++) {
            for (int i = host.offsets()[s]; i < host.offsets()[s + 1]; i++) {
                places.computeIfAbsent(host.words()[i], word -> new ArrayList<>())
                        .add(new int[] {s, i - host.offsets()[s] + 1});
            }
            if (host.timed() && host.times()[s] >= 0) {
                timed.computeIfAbsent(host.times()[s], time -> new ArrayList<>())
                        .add(new int[] {s, 0});
            }
        }
        int[] positions = assertOccurrences(buffer, lookup.wordOccurrences(), places);
        assertThat(section(buffer, lookup.positions(), count)).isEqualTo(positions);
        assertOccurrences(buffer, lookup.timeOccurrences(), timed);
    }

    /** Checks what occurs and in which sentences; gives the places in the sentences in the same order. */
    private int[] assertOccurrences(
            GpuBuffer buffer, Lookup.Occurrences found, SortedMap<Integer, List<int[]>> expected) {
        int count = found.count();
        int[] all = expected.values().stream()
                .flatMap(List::stream)
                .mapToInt(place -> place[0])
                .toArray();
        assertThat(section(buffer, found.unique(), count))
                .isEqualTo(
                        expected.keySet().stream().mapToInt(Integer::intValue).toArray());
        assertThat(section(buffer, found.sentences(), all.length)).isEqualTo(all);
        int[] starts = section(buffer, found.starts(), count + 1);
        int start = 0;
        int next = 0;
        for (List<int[]> places : expected.values()) {
            assertThat(starts[next++]).isEqualTo(start);
            start += places.size();
        }
        assertThat(starts[next]).isEqualTo(start);
        return expected.values().stream()
                .flatMap(List::stream)
                .mapToInt(place -> place[1])
                .toArray();
    }

    /** Buffer and offsets of a batch. */
    private record Place(GpuBuffer buffer, List<Integer> offsets) {
        static Place of(GpuBatch batch) {
            return new Place(
                    batch.buffer(),
                    List.of(
                            batch.slotOffsets(),
                            batch.lookups().slotStory(),
                            batch.targets(),
                            batch.memories().lookup().words(),
                            batch.memories().lookup().positions(),
                            batch.memories().lookup().wordOccurrences().sentences(),
                            batch.memories().lookup().timeOccurrences().starts(),
                            batch.queries().lookup().words(),
                            batch.queries().lookup().wordOccurrences().unique()));
        }
    }

    private Place placeOf(int seed, Sizes sizes) {
        try (GpuBatch batch = batch(new RandomInputs(seed).batch(sizes, 5))) {
            return Place.of(batch);
        }
    }

    @Test
    void batchesOfLikeSizeTakeTurnsInTwoPlaces() {
        Sizes sizes = new Sizes(20, 10, 50, 10, 4);
        Set<List<Integer>> layouts = new HashSet<>();
        for (int seed = 0; seed < 100; seed++) {
            layouts.add(placeOf(seed, sizes).offsets());
        }
        assertThat(layouts).as("layouts until all fit").hasSizeLessThan(5);
        Place first = placeOf(100, sizes);
        Place second = placeOf(101, sizes);

        assertThat(second.offsets()).isEqualTo(first.offsets());
        assertThat(second.buffer()).isNotSameAs(first.buffer());
        for (int seed = 102; seed < 200; seed++) {
            assertThat(placeOf(seed, sizes)).isEqualTo(seed % 2 == 0 ? first : second);
            placeOf(seed, new Sizes(2, 2, 5, 2, 4)); // a much smaller one lies elsewhere
        }
        assertThat(queue.open()).as("two sizes, two turns, two kinds").isEqualTo(8);
        uploads.close();
        assertThat(queue.open()).isZero();
    }

    @Test
    void batchesThatAreOpenAtOnceDoNotShareMemory() {
        Sizes sizes = new Sizes(20, 10, 50, 10, 4);
        List<GpuBatch> batches = new ArrayList<>();
        List<StoryBatch> hosts = new ArrayList<>();
        for (int seed = 0; seed < 7; seed++) {
            hosts.add(new RandomInputs(seed).batch(sizes, 5));
            batches.add(batch(hosts.get(seed)));
        }
        for (int i = 0; i < batches.size(); i++) {
            assertWords(batches.get(i).memories(), hosts.get(i).memories());
        }
        batches.forEach(GpuBatch::close);
        batches.forEach(GpuBatch::close);
        assertThat(queue.open()).as("a few of each kind and size are kept").isLessThan(2 * batches.size());
        uploads.close();
        assertThat(queue.open()).isZero();
    }

    @Test
    void whereThereIsNoRoomForALargerBatchTheUsualOnesFitOn() {
        Sizes usual = new Sizes(20, 10, 50, 10, 4);
        for (int seed = 0; seed < 10; seed++) {
            placeOf(seed, usual);
        }
        queue.limit(placeOf(0, usual).buffer().bytes());
        int lacks = 0;
        for (int slots = 12; slots < 60; slots += 4) {
            Sizes larger = new Sizes(20, slots, 50, 10, 4);
            for (int seed = 0; seed < 3; seed++) {
                try {
                    placeOf(seed, larger);
                } catch (OutOfDeviceMemoryException e) {
                    lacks++;
                }
                placeOf(seed, usual);
            }
        }
        assertThat(lacks).isPositive();
        uploads.close();
        assertThat(queue.open()).isZero();
    }

    @Test
    void aBatchThatOutlivesItsQueueGivesItsMemoryBack() {
        GpuBatch batch = batch(new RandomInputs(1).batch(new Sizes(3, 4, 9, 4, 4), 5));
        uploads.close();
        batch.close();
        assertThat(queue.open()).isZero();
    }
}
