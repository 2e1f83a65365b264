package io.manymodels.training.run;

import java.util.BitSet;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Which partitions of a run have an outcome already. */
@Repository
class OutcomeRepository {

    private final JdbcClient jdbc;

    OutcomeRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Sequences from {@code from} (inclusive) to {@code to} (exclusive) that have an outcome. */
    BitSet done(UUID run, int from, int to) {
        BitSet done = new BitSet();
        jdbc.sql("SELECT sequence FROM training.run_partition WHERE run_id = ? AND sequence >= ? AND sequence < ?")
                .params(run, from, to).query(row -> {
                    done.set(row.getInt(1));
                });
        return done;
    }
}
