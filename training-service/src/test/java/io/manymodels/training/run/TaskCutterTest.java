package io.manymodels.training.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.work.api.TaskRange;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaskCutterTest {

    private final TaskCutter cutter = new TaskCutter(200_000, 1_000, () -> 2);

    @Test
    void manySmallPartitionsBecomeAtLeastAsManyTasksAsAskedFor() {
        List<TaskRange> tasks = cutter.cut(selection(913, 116), true);

        assertThat(tasks).hasSizeBetween(8, 10);
        assertThat(tasks.stream().mapToLong(TaskRange::rows).sum()).isEqualTo(913 * 116);
        assertThat(tasks).isSortedAccordingTo(Comparator.comparingLong(TaskRange::rows).reversed());
        assertThat(covered(tasks)).isEqualTo(913);
    }

    @Test
    void eachSeatOfManyProcessesFindsSomeTasks() {
        List<TaskRange> tasks = new TaskCutter(200_000, 1_000, () -> 16).cut(selection(913, 116), true);

        assertThat(tasks).hasSizeBetween(64, 70);
        assertThat(covered(tasks)).isEqualTo(913);
    }

    @Test
    void largeRunIsCutByRows() {
        List<TaskRange> tasks = cutter.cut(selection(10_000, 4_000), true);

        assertThat(tasks).hasSize(200).allMatch(task -> task.rows() == 200_000);
    }

    @Test
    void littleWorkIsNotCutIntoCrumbs() {
        assertThat(cutter.cut(selection(10, 50), true)).containsExactly(new TaskRange(0, 10, 500));
    }

    @Test
    void partitionLargerThanATaskIsATaskAlone() {
        Selection pending = new Selection();
        pending.add(0, 0, 10);
        pending.add(1, 0, 900_000);
        pending.add(2, 0, 20);

        assertThat(cutter.cut(pending, true)).containsExactly(new TaskRange(1, 2, 900_000), new TaskRange(2, 3, 20),
                new TaskRange(0, 1, 10));
    }

    @Test
    void taskReachesAcrossSkippedPartitionsButNotAcrossOnesOutsideTheRun() {
        Selection pending = new Selection();
        pending.add(3, 0, 10);
        pending.add(7, 0, 10);

        assertThat(cutter.cut(pending, true)).containsExactly(new TaskRange(3, 8, 20));
        assertThat(cutter.cut(pending, false)).containsExactlyInAnyOrder(new TaskRange(3, 4, 10),
                new TaskRange(7, 8, 10));
    }

    @Test
    void taskReadsOneObject() {
        Selection pending = new Selection();
        pending.add(0, 0, 10);
        pending.add(1, 1, 10);

        assertThat(cutter.cut(pending, true)).hasSize(2);
    }

    @Test
    void nothingToTrainIsNoTask() {
        assertThat(cutter.cut(new Selection(), true)).isEmpty();
    }

    private static Selection selection(int partitions, long rows) {
        Selection selection = new Selection();
        for (int i = 0; i < partitions; i++) {
            selection.add(i, 0, rows);
        }
        return selection;
    }

    private static int covered(List<TaskRange> tasks) {
        return tasks.stream().mapToInt(task -> task.to() - task.from()).sum();
    }
}
