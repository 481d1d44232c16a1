package org.memn2n.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.memn2n.data.TaskFiles;
import org.memn2n.io.CorruptFileException;

class TrainingPlanTest {
    @TempDir
    private Path folder;

    private static TrainingPlan plan(boolean joint, Integer... tasks) {
        return TrainingPlan.of(
                "en",
                List.of(tasks),
                joint,
                Small.model().build(),
                Small.training().build());
    }

    @Test
    void isReadAsItWasWritten() throws IOException {
        Path place = folder.resolve("new").resolve("deep");
        assertThat(TrainingPlan.isIn(place)).isFalse();
        plan(true, 1, 2).write(place);

        assertThat(TrainingPlan.isIn(place)).isTrue();
        assertThat(TrainingPlan.read(place)).isEqualTo(plan(true, 1, 2)).isNotEqualTo(plan(true, 2, 1));
    }

    @Test
    void aMissingDamagedOrOtherPlanIsRefused() throws IOException {
        assertThatThrownBy(() -> TrainingPlan.read(folder)).isInstanceOf(NoSuchFileException.class);
        plan(false, 1).write(folder);
        Path file = folder.resolve("plan.json");
        String text = Files.readString(file);

        Files.writeString(file, text.replace("\"format\" : 3", "\"format\" : 7").replace("rateRule", "anOtherName"));
        assertThatThrownBy(() -> TrainingPlan.read(folder))
                .isInstanceOf(CorruptFileException.class)
                .hasMessageContainingAll("plan.json", "format 7", "format 3");
        for (int length = 0; length < text.strip().length(); length += 7) {
            Files.writeString(file, text.substring(0, length));
            assertThatThrownBy(() -> TrainingPlan.read(folder)).isInstanceOf(CorruptFileException.class);
        }
    }

    @Test
    void jobsAreOneATaskOrOneForAll() throws IOException {
        Path data = folder.resolve("data");
        Files.createDirectories(data);
        for (int task = 1; task <= 2; task++) {
            Files.writeString(
                    data.resolve("qa" + task + "_where_train.txt"),
                    "1 Mary left.\n2 Where is Mary?\ttask" + task + "\t1\n");
        }
        TaskFiles files = TaskFiles.open(data, null);

        List<TrainingJob> each = plan(false, 1, 2).jobs(files, folder);
        assertThat(each).extracting(TrainingJob::name).containsExactly("qa1", "qa2");
        assertThat(each).extracting(TrainingJob::folder).containsExactly(folder.resolve("qa1"), folder.resolve("qa2"));
        List<TrainingJob> single = plan(false, 2).jobs(files, folder);
        assertThat(single).extracting(TrainingJob::folder).containsExactly(folder);
        assertThat(single.get(0).data().vocabulary().knows("task2")).isTrue();
        assertThat(single.get(0).data().vocabulary().knows("task1")).isFalse();
        List<TrainingJob> joint = plan(true, 1, 2).jobs(files, folder);
        assertThat(joint).extracting(TrainingJob::name).containsExactly("joint");
        assertThat(joint.get(0).data().vocabulary().lines()).contains("task1", "task2");
        assertThat(joint.get(0).data().training().size()).isEqualTo(2);
        assertThat(joint.get(0).tasks()).containsExactly(1, 2);
    }
}
