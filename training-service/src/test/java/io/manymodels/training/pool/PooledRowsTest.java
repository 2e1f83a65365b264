package io.manymodels.training.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.catalog.PartitionEntry;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PooledRowsTest {

    @Test
    void aSampleOfVeryManyShortKeysIsOneScan() {
        assertThat(PooledRows.neighbours(chosen(12_500, 80, 40))).hasSize(1);
    }

    @Test
    void longKeysBetweenChosenOnesAreNotRead() {
        assertThat(PooledRows.neighbours(chosen(100, 80, 4_000))).hasSize(100);
        assertThat(PooledRows.neighbours(chosen(100, 1, 4_000))).singleElement().satisfies(
                run -> assertThat(run).extracting(PartitionEntry::sequence).hasSize(100).isSorted());
    }

    @Test
    void aScanReadsOneObject() {
        assertThat(PooledRows.neighbours(List.of(entry(0, 40, "a"), entry(1, 40, "b"), entry(2, 40, "b"))))
                .extracting(List::size).containsExactly(1, 2);
    }

    /** Each so-manieth of the partitions of one object. */
    private static List<PartitionEntry> chosen(int size, int distance, int rows) {
        return IntStream.range(0, size).mapToObj(i -> entry(i * distance, rows, "a")).toList();
    }

    private static PartitionEntry entry(int sequence, int rows, String object) {
        return new PartitionEntry(sequence, "{}", "{}", object, (long) sequence * rows, rows, rows, null, null, "",
                true,
                null, null);
    }
}
