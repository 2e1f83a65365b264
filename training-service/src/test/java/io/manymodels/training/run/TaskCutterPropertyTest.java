package io.manymodels.training.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.work.api.TaskRange;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class TaskCutterPropertyTest {

    private static final TaskCutter CUTTER = new TaskCutter(10_000, 200, () -> 2);

    /** Ascending sequences with gaps, in up to three objects. */
    private static Selection pending(long seed, int count) {
        Random random = new Random(seed);
        Selection selection = new Selection();
        int sequence = random.nextInt(3);
        int object = 0;
        for (int i = 0; i < count; i++) {
            selection.add(sequence, object, random.nextInt(100) == 0 ? 50_000 : random.nextInt(500));
            sequence += 1 + (random.nextInt(10) == 0 ? random.nextInt(20) : 0);
            object += object < 2 && random.nextInt(Math.max(2, count / 3)) == 0 ? 1 : 0;
        }
        return selection;
    }

    @Property(tries = 300)
    void everyPendingPartitionIsInOneTask(@ForAll long seed, @ForAll @IntRange(max = 3_000) int count,
            @ForAll boolean mayBridge) {
        Selection pending = pending(seed, count);

        List<TaskRange> tasks = CUTTER.cut(pending, mayBridge);

        BitSet covered = new BitSet();
        for (TaskRange task : tasks) {
            assertThat(covered.get(task.from(), task.to()).cardinality()).as("%s overlaps", task).isZero();
            covered.set(task.from(), task.to());
        }
        BitSet wanted = new BitSet();
        for (int sequence : pending.sequences()) {
            wanted.set(sequence);
        }
        BitSet missing = (BitSet) wanted.clone();
        missing.andNot(covered);
        assertThat(missing.isEmpty()).isTrue();
        if (!mayBridge) {
            assertThat(covered).as("nothing outside of the run").isEqualTo(wanted);
        }
        assertThat(tasks.stream().mapToLong(TaskRange::rows).sum()).isEqualTo(pending.rows());
        assertThat(tasks).isSortedAccordingTo(Comparator.comparingLong(TaskRange::rows).reversed());
    }

    @Property(tries = 300)
    void aTaskReadsOneObjectAndFitsMemory(@ForAll long seed, @ForAll @IntRange(min = 1, max = 3_000) int count) {
        Selection pending = pending(seed, count);

        for (TaskRange task : CUTTER.cut(pending, true)) {
            long objects = 0;
            long last = -1;
            long largest = 0;
            int partitions = 0;
            for (int i = 0; i < pending.size(); i++) {
                if (pending.sequence(i) >= task.from() && pending.sequence(i) < task.to()) {
                    objects += pending.object(i) == last ? 0 : 1;
                    last = pending.object(i);
                    largest = Math.max(largest, pending.rows(i));
                    partitions++;
                }
            }
            assertThat(objects).isOne();
            assertThat(partitions).isLessThanOrEqualTo(5_000);
            assertThat(task.rows()).as("half of the largest partition may stand over")
                    .isLessThanOrEqualTo(Math.max(10_000 + largest / 2 + 1, largest));
        }
    }

    @Property(tries = 100)
    void whatGoesOverItsRowsSeveralTimesIsGivenFewerOfThem(@ForAll @IntRange(min = 1, max = 500) int repetitions) {
        TaskCutter cutter = CUTTER.forRepetitions(repetitions);

        assertThat(cutter.rowsPerTask()).isBetween(1L, 10_000L / repetitions + 1);
        assertThat(cutter.leastRowsPerTask()).isBetween(1L, cutter.rowsPerTask());
        assertThat(cutter.workforce().seats()).isEqualTo(2);
    }

    @Example
    void tinyPartitionsMakeNoTaskOfMillions() {
        Selection pending = new Selection();
        for (int i = 0; i < 12_000; i++) {
            pending.add(i, 0, 0);
        }

        assertThat(CUTTER.cut(pending, true)).extracting(task -> task.to() - task.from())
                .containsExactlyInAnyOrder(5_000, 5_000, 2_000);
    }

    @Example
    void aSelectionHoldsAnyNumberInOrder() {
        Selection selection = new Selection();
        for (int i = 0; i < 5_000; i++) {
            selection.add(3 * i, i / 1_000, i);
        }

        assertThat(selection.size()).isEqualTo(5_000);
        assertThat(selection.rows()).isEqualTo(5_000L * 4_999 / 2);
        assertThat(selection.sequences()).hasSize(5_000).endsWith(14_991, 14_994, 14_997);
        assertThat(selection.sequence(4_999)).isEqualTo(14_997);
        assertThat(selection.object(4_999)).isEqualTo(4);
        assertThat(selection.rows(4_999)).isEqualTo(4_999);
        assertThatThrownBy(() -> selection.add(14_997, 0, 1)).hasMessageContaining("[14997]");
        assertThatThrownBy(() -> selection.add(0, 0, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
