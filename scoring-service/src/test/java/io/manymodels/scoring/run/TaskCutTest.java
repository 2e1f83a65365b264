package io.manymodels.scoring.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.scoring.run.ScoringRepository.PartitionSize;
import io.manymodels.work.api.TaskRange;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TaskCutTest {

    @Test
    void rangesAreContiguousAndHoldEveryPartitionOnce() {
        List<TaskRange> tasks = TaskCut.cut(partitions(10_000, 4_000), 2);

        assertThat(tasks).hasSizeGreaterThan(75);
        int next = 0;
        for (TaskRange task : tasks) {
            assertThat(task.from()).isEqualTo(next);
            next = task.to();
        }
        assertThat(next).isEqualTo(10_000);
        assertThat(tasks).allSatisfy(task -> assertThat(task.rows()).isLessThan(510_000));
        assertThat(tasks.stream().mapToLong(TaskRange::rows).sum()).isEqualTo(40_000_000);
    }

    @Test
    void eachSeatOfManyProcessesFindsSomeTasks() {
        assertThat(TaskCut.cut(partitions(1_000, 1_000), 2)).hasSizeBetween(16, 20);
        assertThat(TaskCut.cut(partitions(1_000, 4_000), 16)).hasSizeBetween(60, 70);
    }

    @Test
    void aFewRowsAreOneTaskAndNoneAreNone() {
        assertThat(TaskCut.cut(partitions(3, 10), 2)).containsExactly(new TaskRange(0, 3, 30));
        assertThat(TaskCut.cut(List.of(), 2)).isEmpty();
    }

    private static List<PartitionSize> partitions(int count, long rows) {
        return IntStream.range(0, count).mapToObj(sequence -> new PartitionSize(sequence, rows)).toList();
    }
}
