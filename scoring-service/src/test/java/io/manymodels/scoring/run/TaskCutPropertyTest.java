package io.manymodels.scoring.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.scoring.run.ScoringRepository.PartitionSize;
import io.manymodels.work.api.TaskRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class TaskCutPropertyTest {

    @Property(tries = 200)
    void everyPartitionIsInOneTaskAndNoTaskIsMuchLargerThanIsWanted(@ForAll long seed,
            @ForAll @IntRange(max = 3_000) int count, @ForAll @LongRange(min = 1, max = 100_000) long largest) {
        Random random = new Random(seed);
        List<PartitionSize> partitions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            partitions.add(new PartitionSize(i, random.nextLong(largest + 1)));
        }

        List<TaskRange> tasks = TaskCut.cut(partitions, 2);

        int next = 0;
        for (TaskRange task : tasks) {
            assertThat(task.from()).isEqualTo(next);
            assertThat(task.to()).isGreaterThan(task.from());
            assertThat(task.rows()).isEqualTo(
                    partitions.subList(task.from(), task.to()).stream().mapToLong(PartitionSize::rows).sum())
                    .isLessThan(500_000 + largest);
            next = task.to();
        }
        assertThat(next).isEqualTo(count);
    }

    @Property(tries = 100)
    void manySmallKeysAreNotOneTaskBecauseTheyHaveFewRows(@ForAll @IntRange(min = 20_000, max = 40_000) int count) {
        List<PartitionSize> partitions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            partitions.add(new PartitionSize(i, 1));
        }

        assertThat(TaskCut.cut(partitions, 2)).hasSizeBetween(16, 64);
    }
}
