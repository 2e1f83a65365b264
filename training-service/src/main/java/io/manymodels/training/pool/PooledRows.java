package io.manymodels.training.pool;

import io.manymodels.catalog.PartitionEntry;
import io.manymodels.catalog.Snapshot;
import io.manymodels.catalog.SnapshotRepository;
import io.manymodels.family.FamilySpec;
import io.manymodels.lake.PartitionReader;
import io.manymodels.rows.PartitionRows;
import io.manymodels.training.learner.TrainingSpec;
import io.manymodels.training.shared.PooledSample;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.springframework.stereotype.Component;

/** Reads the rows that models of many keys are trained on. */
@Component
public class PooledRows {

    private static final int FAMILY_ROWS = 30_000;
    private static final int BLOCK = 5_000;
    /**
     * Rows left out between two chosen partitions that are still cheaper to pass over than to open the file again, which reads
     * its footer and the whole row group: one of those.
     */
    private static final long PASSED_OVER = 65_536;

    private final PooledRepository repository;
    private final SnapshotRepository snapshots;
    private final PartitionReader reader;

    PooledRows(PooledRepository repository, SnapshotRepository snapshots, PartitionReader reader) {
        this.repository = repository;
        this.snapshots = snapshots;
        this.reader = reader;
    }

    /** Who shares models with whom in a snapshot. */
    PooledMembers members(FamilySpec family, Snapshot snapshot) {
        PooledMembers members = new PooledMembers(family);
        repository.members(snapshot.id(), members);
        return members;
    }

    /** An empty sample for the family's model. */
    static PooledSample sample(TrainingSpec spec) {
        return new PooledSample(spec, FAMILY_ROWS);
    }

    /**
     * A sample of the rows of all keys.
     *
     * @param seen the rows of a partition that may be looked at
     */
    public PooledSample ofFamily(FamilySpec family, Snapshot snapshot, TrainingSpec spec,
            UnaryOperator<PartitionRows> seen) throws IOException {
        PooledSample sample = sample(spec);
        ofFamily(family, snapshot, rows -> sample.add(seen.apply(rows)));
        return sample;
    }

    /** Hands the rows of a family's partitions on, one after the other: of all where that is affordable, else of a share. */
    void ofFamily(FamilySpec family, Snapshot snapshot, Consumer<PartitionRows> consumer) throws IOException {
        read(snapshot, members(family, snapshot).sample(0, _ -> true), (_, rows) -> consumer.accept(rows));
    }

    /** Hands the rows of the chosen partitions on, by sequence. */
    void read(Snapshot snapshot, BitSet chosen, PartitionReader.PartitionConsumer consumer) throws IOException {
        for (List<PartitionEntry> entries : neighbours(snapshot, chosen)) {
            reader.read(snapshot, entries, consumer);
        }
    }

    private List<List<PartitionEntry>> neighbours(Snapshot snapshot, BitSet chosen) {
        List<PartitionEntry> entries = new ArrayList<>();
        for (int from = chosen.nextSetBit(0); from >= 0; from = chosen.nextSetBit(from + BLOCK)) {
            for (PartitionEntry entry : snapshots.partitions(snapshot.id(), from, from + BLOCK)) {
                if (chosen.get(entry.sequence())) {
                    entries.add(entry);
                }
            }
        }
        return neighbours(entries);
    }

    /** Chosen partitions in runs of near neighbours, each of which one scan reads. */
    static List<List<PartitionEntry>> neighbours(List<PartitionEntry> chosen) {
        List<List<PartitionEntry>> runs = new ArrayList<>();
        PartitionEntry last = null;
        for (PartitionEntry entry : chosen) {
            if (last == null || !entry.object().equals(last.object())
                    || entry.firstRow() - last.firstRow() - last.rows() > PASSED_OVER) {
                runs.add(new ArrayList<>());
            }
            runs.getLast().add(entry);
            last = entry;
        }
        return runs;
    }
}
