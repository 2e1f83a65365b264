package io.manymodels.scoring.prediction;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.scoring.ScoringStack;
import io.manymodels.scoring.parquet.ColumnKind;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Rows are in the table as they are in the batch, whatever of them needs not be told. */
class PredictionRowsIT {

    private static final ScoringStack STACK = ScoringStack.INSTANCE;
    private static final int LONG_KEY = 600;
    private static final int SHORT_KEY = 3;

    private final JdbcClient scoring = STACK.database("scoring");

    /**
     * @param carried row whose known columns were carried, -1 for none
     * @param missing row without an interval, likewise
     */
    @ParameterizedTest
    @CsvSource({"true, -1, -1", "true, 601, -1", "true, -1, 599", "true, 0, 602", "false, -1, -1", "false, 602, 0"})
    void areWhatTheBatchHolds(boolean plannedByThisBuild, int carried, int missing) {
        Publication publication = new Publication(UUID.randomUUID(), "rows", 1,
                PredictionSchema.ofNumbers(List.of(
                        new PredictionColumn("store", ColumnKind.INTEGER, PredictionColumn.Role.KEY, "Store"),
                        new PredictionColumn("day", ColumnKind.DATE, PredictionColumn.Role.TIME, "Day")), "units",
                        List.of(80)),
                Instant.EPOCH);
        PredictionRepository predictions = STACK.bean(PredictionRepository.class);
        predictions.createTables(publication);
        String table = PredictionTables.qualified(publication.table());
        if (!plannedByThisBuild) {
            scoring.sql("ALTER TABLE " + table + " ALTER known_carried DROP DEFAULT").update();
        }

        STACK.bean(TransactionTemplate.class).executeWithoutResult(
                _ -> predictions.copy(publication, batch(publication, carried, missing)));

        assertThat(scoring.sql("""
                SELECT concat_ws(' ', row_sequence, row_place, day - date '1970-01-01', prediction, lower_80, upper_80,
                                 known_carried, known_carried IS NULL)
                FROM %s ORDER BY row_sequence, row_place
                """.formatted(table)).query(String.class).list())
                .isEqualTo(IntStream.range(0, LONG_KEY + SHORT_KEY)
                        .mapToObj(row -> expected(row, carried, missing)).toList());
        scoring.sql("DROP TABLE %s, %s".formatted(table, PredictionTables.qualified(publication.keyTable()))).update();
    }

    private static PredictionBatch batch(Publication publication, int carried, int missing) {
        PredictionBatch batch = new PredictionBatch(publication);
        for (int row = 0; row < LONG_KEY + SHORT_KEY; row++) {
            batch.column("day").addLong(row - 10L);
            batch.column("prediction").addDouble(row + 0.5);
            batch.column("lower_80").addDouble(row == missing ? Double.NaN : row);
            batch.column("upper_80").addDouble(row == missing ? Double.NaN : row + 1.25);
            batch.column("known_carried").addBoolean(row == carried);
            if (row == LONG_KEY - 1) {
                batch.endKey(7, LONG_KEY, List.of(70L, "own", 1L));
            }
        }
        batch.endKey(9, SHORT_KEY, List.of(90L, "own", 1L));
        return batch;
    }

    private static String expected(int row, int carried, int missing) {
        String interval = row == missing ? "" : "%d %s ".formatted(row, row + 1.25);
        return "%d %d %d %s %s%s f".formatted(row < LONG_KEY ? 7 : 9, row < LONG_KEY ? row : row - LONG_KEY, row - 10,
                row + 0.5, interval, row == carried ? "t" : "f");
    }
}
