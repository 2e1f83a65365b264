package io.manymodels.ingestion.partition;

import static io.manymodels.ingestion.sandbox.SqlText.identifier;

import io.manymodels.ingestion.sandbox.Sandbox;
import java.util.function.Consumer;

/**
 * What {@link PartitionQuery} finds about each partition, in a table of the sandbox, in the order of the file: there may be
 * a million of them, so they are read some thousand at a time, as often as somebody asks.
 */
final class Findings {

    private static final String TABLE = "many-models partitions";
    private static final int AT_A_TIME = 10_000;

    private final Sandbox sandbox;
    private final PartitionQuery query;
    private final long count;

    Findings(Sandbox sandbox, PartitionQuery query) {
        this.sandbox = sandbox;
        this.query = query;
        create(PartitionQuery.OF_ROWS, query.ofRows());
        if (query.isTimed()) {
            create(PartitionQuery.TIMES, query.times());
            boolean ascending = sandbox.first(query.areAscending(), row -> row.flag(0)).orElse(false);
            create(PartitionQuery.OF_NEIGHBOURS, ascending ? query.ofTimes() : query.ofNeighbours());
            drop(PartitionQuery.TIMES);
        }
        create(identifier(TABLE), query.together());
        drop(PartitionQuery.OF_ROWS);
        if (query.isTimed()) {
            drop(PartitionQuery.OF_NEIGHBOURS);
        }
        this.count = sandbox.first("SELECT count(*) FROM " + identifier(TABLE), row -> row.integer(0)).orElse(0L);
    }

    private void create(String table, String select) {
        sandbox.execute("CREATE OR REPLACE TEMP TABLE %s AS %s".formatted(table, select));
    }

    private void drop(String table) {
        sandbox.execute("DROP TABLE " + table);
    }

    /** What all partitions together say about the further columns. */
    PartitionQuery.Survey survey() {
        return query.survey(this);
    }

    /** Whether the rows of the file are in order, where the query looks at that. */
    boolean areInOrder() {
        return sandbox.first("SELECT count_if(%s) FROM %s".formatted(identifier(PartitionQuery.MISPLACED),
                identifier(TABLE)), row -> row.integer(0)).orElse(0L) == 0;
    }

    void forEach(Consumer<PartitionQuery.Found> then) {
        for (long from = 0; from < count; from += AT_A_TIME) {
            sandbox.query("SELECT * FROM %s WHERE rowid >= %d AND rowid < %d ORDER BY rowid".formatted(
                    identifier(TABLE), from, from + AT_A_TIME), query::read).forEach(then);
        }
    }
}
