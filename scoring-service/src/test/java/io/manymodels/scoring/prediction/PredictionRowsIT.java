package io.manymodels.scoring.prediction;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.scoring.ScoringStack;
import io.manymodels.scoring.parquet.ColumnKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** What is read of a run is what its batches hold, however its rows lie. */
class PredictionRowsIT {

    private static final ScoringStack STACK = ScoringStack.INSTANCE;
    private static final int LONG_KEY = 600;
    private static final int SHORT_KEY = 3;
    private static final PredictionColumn STORE = new PredictionColumn("store", ColumnKind.INTEGER,
            PredictionColumn.Role.KEY, "Store");
    private static final PredictionColumn DAY = new PredictionColumn("day", ColumnKind.DATE, PredictionColumn.Role.TIME,
            "Day");

    private final JdbcClient scoring = STACK.database("scoring");
    private final PredictionRepository predictions = STACK.bean(PredictionRepository.class);
    private final List<Publication> created = new ArrayList<>();

    @AfterEach
    void drop() {
        created.forEach(publication -> predictions.discard(publication.run()));
        assertThat(created).allSatisfy(publication -> assertThat(scoring
                .sql("SELECT relname FROM pg_class WHERE relname LIKE '%' || ?")
                .param(publication.run().toString().replace("-", "")).query(String.class).list()).isEmpty());
    }

    private Publication numbers() {
        return created(PredictionSchema.ofNumbers(List.of(STORE, DAY), "units", List.of(80)));
    }

    private Publication created(PredictionSchema schema) {
        Publication publication = new Publication(UUID.randomUUID(), "rows", 1, schema, Instant.EPOCH);
        predictions.createTables(publication);
        STACK.bean(ActualRepository.class).createTable(publication);
        created.add(publication);
        return publication;
    }

    /** What planning made before rows lay in blocks. */
    private void planAsBefore(Publication publication) {
        scoring.sql("DROP VIEW " + PredictionTables.qualified(publication.table())).update();
        scoring.sql("DROP TABLE " + PredictionTables.qualified(publication.blockTable())).update();
        scoring.sql("""
                CREATE TABLE %s (prediction double precision, lower_80 double precision, upper_80 double precision,
                    row_sequence int NOT NULL, row_place int NOT NULL, day date, known_carried boolean DEFAULT false)
                """.formatted(PredictionTables.qualified(publication.table()))).update();
    }

    private void copy(Publication publication, PredictionBatch batch) {
        STACK.bean(TransactionTemplate.class).executeWithoutResult(_ -> predictions.copy(publication, batch));
    }

    private List<String> read(Publication publication, String columns) {
        return scoring.sql("SELECT concat_ws(' ', %s) FROM %s ORDER BY row_sequence, row_place"
                .formatted(columns, PredictionTables.qualified(publication.table())))
                .query((row, _) -> row.getString(1)).list();
    }

    private List<String> rows(Publication publication) {
        return read(publication, """
                row_sequence, row_place, day - date '1970-01-01', prediction, lower_80, upper_80,
                known_carried, known_carried IS NULL
                """);
    }

    private long blocks(Publication publication) {
        return scoring.sql("SELECT count(*) FROM " + PredictionTables.qualified(publication.blockTable()))
                .query(Long.class).single();
    }

    enum Planned {
        BY_THIS_BUILD, AS_ARRAYS_ALONE, AS_NARROW_ROWS
    }

    private void plan(Publication publication, Planned planned) {
        switch (planned) {
            case BY_THIS_BUILD -> {
                // It is.
            }
            case AS_ARRAYS_ALONE -> planAsArraysAlone(publication);
            case AS_NARROW_ROWS -> planAsBefore(publication);
        }
    }

    /** What planning made before a column could be told by less than an array. */
    private void planAsArraysAlone(Publication publication) {
        scoring.sql("DROP VIEW " + PredictionTables.qualified(publication.table())).update();
        scoring.sql("""
                ALTER TABLE %1$s DROP row_first_time, DROP row_stride, DROP lower_80_slope, DROP lower_80_offset,
                    DROP lower_80_step, DROP lower_80_steps, DROP upper_80_slope, DROP upper_80_offset,
                    DROP upper_80_step, DROP upper_80_steps;
                CREATE VIEW %2$s AS SELECT b.row_sequence, r.row_place, r.day, r.prediction, r.lower_80, r.upper_80, r.known_carried
                FROM %1$s b LEFT JOIN LATERAL (
                    SELECT place AS row_place, coalesce(b.day[place], NULL) AS day, coalesce(b.prediction[place], NULL) AS prediction,
                           coalesce(b.lower_80[place], NULL) AS lower_80, coalesce(b.upper_80[place], NULL) AS upper_80,
                           CASE WHEN b.known_carried IS NULL THEN false ELSE b.known_carried[place] END AS known_carried
                    FROM generate_series(b.row_place, b.row_place + b.row_count - 1) place) r ON true
                """.formatted(PredictionTables.qualified(publication.blockTable()),
                PredictionTables.qualified(publication.table()))).update();
    }

    /**
     * @param carried row whose known columns were carried, -1 for none
     * @param missing row without an interval, likewise
     */
    @ParameterizedTest
    @CsvSource({"BY_THIS_BUILD, -1, -1", "BY_THIS_BUILD, 601, -1", "BY_THIS_BUILD, -1, 599", "BY_THIS_BUILD, 0, 602",
            "AS_ARRAYS_ALONE, -1, -1", "AS_ARRAYS_ALONE, 602, 0", "AS_NARROW_ROWS, -1, -1", "AS_NARROW_ROWS, 602, 0"})
    void areWhatTheBatchHolds(Planned planned, int carried, int missing) {
        Publication publication = numbers();
        plan(publication, planned);

        copy(publication, batch(publication, carried, missing));
        predictions.index(publication);

        assertThat(rows(publication)).isEqualTo(IntStream.range(0, LONG_KEY + SHORT_KEY)
                .mapToObj(row -> expected(row, carried, missing)).toList());
    }

    /** @param rows whose times, and intervals, are as far from each other as the least of them */
    private static PredictionBatch batch(Publication publication, int rows, int evenTimes, int evenIntervals) {
        Random random = new Random(7);
        PredictionBatch batch = new PredictionBatch(publication);
        for (int row = 0; row < rows; row++) {
            double score = 3 + random.nextDouble();
            boolean even = row < evenIntervals;
            batch.column("day").addLong(row < evenTimes ? 7L * row : 7L * row + random.nextInt(7));
            batch.column("prediction").addDouble(Math.exp(score + 0.01));
            batch.column("lower_80").addDouble(Math.exp(score - (even ? 0.1 : random.nextDouble())));
            batch.column("upper_80").addDouble(Math.exp(score + (even ? 0.2 : random.nextDouble())));
            batch.column("known_carried").addBoolean(false);
        }
        batch.endKey(3, rows, List.of(30L, "own", 1L));
        return batch;
    }

    @ParameterizedTest
    @CsvSource({"2000, 2000, 3", "2000, 0, 7", "0, 2000, 4", "0, 0, 8", "1000, 1000, 6", "500, 1500, 6"})
    void areToldByLessWhereThatSaysThemToTheLastBit(int evenTimes, int evenIntervals, int blocks) {
        Publication publication = numbers();
        PredictionBatch batch = batch(publication, 2000, evenTimes, evenIntervals);

        copy(publication, batch);

        assertThat(scoring
                .sql("SELECT day - date '1970-01-01' AS day, prediction, lower_80, upper_80 FROM %s ORDER BY row_place"
                        .formatted(PredictionTables.qualified(publication.table())))
                .query((row, _) -> List.of(row.getLong("day"), row.getDouble("prediction"), row.getDouble("lower_80"),
                        row.getDouble("upper_80")))
                .list())
                .isEqualTo(IntStream.range(0, 2000)
                        .mapToObj(row -> List.of(batch.column("day").longAt(row),
                                batch.column("prediction").doubleAt(row),
                                batch.column("lower_80").doubleAt(row), batch.column("upper_80").doubleAt(row)))
                        .toList());
        assertThat(blocks(publication)).isEqualTo(blocks);
        assertThat(scoring.sql("SELECT max(pg_column_size(b)) FROM %s b"
                .formatted(PredictionTables.qualified(publication.blockTable()))).query(Integer.class).single())
                .isBetween(7500, 8160);
    }

    /** Milliseconds of days, say: what lies between the ends of a block has more than 32 bits. */
    @Test
    void wholeNumbersFarApartAreToldByTheirStride() {
        PredictionColumn instant = new PredictionColumn("instant", ColumnKind.INTEGER, PredictionColumn.Role.TIME,
                "Instant");
        Publication publication = created(PredictionSchema.ofNumbers(List.of(STORE, instant), "units", List.of()));
        PredictionBatch batch = new PredictionBatch(publication);
        LongStream.range(0, 100).forEach(row -> {
            batch.column("instant").addLong(row * 86_400_000);
            batch.column("prediction").addDouble((double) row);
            batch.column("known_carried").addBoolean(false);
        });
        batch.endKey(3, 100, List.of(30L, "own", 1L));

        copy(publication, batch);

        assertThat(read(publication, "instant"))
                .isEqualTo(LongStream.range(0, 100).mapToObj(row -> String.valueOf(row * 86_400_000)).toList());
        assertThat(scoring.sql("SELECT count(row_stride) FROM " + PredictionTables.qualified(publication.blockTable()))
                .query(Long.class).single()).isEqualTo(1);
    }

    @Test
    void aBlockFillsItsPageAndNothingOfItLiesElsewhere() {
        Publication publication = numbers();

        copy(publication, batch(publication, 1400, 1400, 1400));

        assertThat(blocks(publication)).isEqualTo(2);
        assertThat(scoring.sql("SELECT max(pg_column_size(b)) FROM %s b"
                .formatted(PredictionTables.qualified(publication.blockTable()))).query(Integer.class).single())
                .isBetween(7500, 8160);
        assertThat(scoring.sql("SELECT reltoastrelid FROM pg_class WHERE relname = ?")
                .param(publication.blockTable()).query(Long.class).single()).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void ofOneTaskAreTakenAwayAndComeAgain(boolean plannedByThisBuild) {
        Publication publication = numbers();
        plan(publication, plannedByThisBuild ? Planned.BY_THIS_BUILD : Planned.AS_NARROW_ROWS);
        copy(publication, batch(publication, -1, -1));
        List<String> all = rows(publication);

        predictions.remove(publication, 0, 9);

        assertThat(rows(publication)).isEqualTo(all.subList(LONG_KEY, LONG_KEY + SHORT_KEY));
        predictions.remove(publication, 9, 10);
        assertThat(rows(publication)).isEmpty();
        copy(publication, batch(publication, -1, -1));
        assertThat(rows(publication)).isEqualTo(all);
    }

    /** Or else a hash table or a sort over many rows would hold a block with each. */
    @Test
    void areReadWithoutTheirBlocks() {
        Publication publication = numbers();
        copy(publication, batch(publication, -1, 599));

        List<String> plan = scoring.sql("""
                EXPLAIN (VERBOSE, COSTS off)
                SELECT day, known_carried, sum(prediction + lower_80) FROM %s WHERE day > DATE '1970-02-01' GROUP BY 1, 2
                """.formatted(PredictionTables.qualified(publication.table()))).query((row, _) -> row.getString(1))
                .list();

        assertThat(plan.subList(0, 2)).as("%s", plan).element(0).asString().contains("Aggregate");
        assertThat(plan.stream().takeWhile(line -> !line.contains("Seq Scan"))
                .filter(line -> line.contains("Output:") && line.matches(".*(: |, )b\\.[a-z_0-9]+(,.*|$)")))
                .as("%s", plan)
                .isEmpty();
    }

    @Test
    void textsOfEveryLengthComeBack() {
        PredictionColumn ticket = new PredictionColumn("ticket", ColumnKind.TEXT, PredictionColumn.Role.ID, "Ticket");
        PredictionColumn open = new PredictionColumn("open", ColumnKind.BOOLEAN, PredictionColumn.Role.ID, "Open");
        Publication publication = created(PredictionSchema
                .ofNumbers(List.of(STORE, DAY, ticket, open), "units", List.of()).explained());
        List<@Nullable String> texts = new ArrayList<>();
        texts.add(null);
        texts.addAll(List.of("", "\u20ac {\"},", "y".repeat(20_000), "\u20ac".repeat(4000)));
        IntStream.range(0, 300).forEach(i -> texts.add("t".repeat(i)));
        PredictionBatch batch = new PredictionBatch(publication);
        for (int row = 0; row < texts.size(); row++) {
            batch.column("day").addLong(row);
            batch.column("ticket").addText(texts.get(row));
            if (row % 3 == 2 || row >= 200) {
                batch.column("open").addNull();
            } else {
                batch.column("open").addBoolean(row % 3 == 1);
            }
            batch.column("prediction").addDouble(row);
            batch.column("known_carried").addBoolean(false);
            batch.column("explanation").addText(row == 4 ? null : "{\"base\": %d}".formatted(row));
        }
        batch.endKey(1, texts.size(), List.of(1L, "own", 1L));

        copy(publication, batch);

        assertThat(scoring.sql("SELECT ticket FROM %s ORDER BY row_place"
                .formatted(PredictionTables.qualified(publication.table()))).query((row, _) -> row.getString(1)).list())
                .isEqualTo(texts);
        assertThat(read(publication, "open, coalesce(explanation::text, '-'), known_carried"))
                .isEqualTo(IntStream.range(0, texts.size()).mapToObj(row -> {
                    String opened = row % 3 == 2 || row >= 200 ? "" : row % 3 == 1 ? "t " : "f ";
                    return opened + (row == 4 ? "-" : "{\"base\": %d}".formatted(row)) + " f";
                }).toList());
        assertThat(scoring.sql("SELECT max(row_count) FROM " + PredictionTables.qualified(publication.blockTable()))
                .query(Integer.class).single()).isBetween(20, 64);
    }

    @Test
    void thatAreTooWideForBlocksLieOneByOne() {
        List<String> labels = IntStream.range(0, 200).mapToObj(i -> "l" + i).toList();
        Publication publication = created(PredictionSchema.ofLabels(List.of(STORE), "colour", labels));
        PredictionBatch batch = new PredictionBatch(publication);
        for (int row = 0; row < SHORT_KEY; row++) {
            batch.column("prediction").addText("l" + row);
            batch.column("label").addText("l" + row);
            for (int label = 0; label < labels.size(); label++) {
                batch.column("probability_l" + label).addDouble(label == row ? 0.75 : label / 1e6);
            }
            batch.column("known_carried").addBoolean(row == 1);
        }
        batch.endKey(4, SHORT_KEY, List.of(1L, "own", 1L));

        copy(publication, batch);
        predictions.index(publication);

        assertThat(read(publication, "row_place, label, probability_l1, probability_l199, known_carried"))
                .containsExactly("0 l0 1e-06 0.000199 f", "1 l1 0.75 0.000199 t", "2 l2 1e-06 0.000199 f");
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
