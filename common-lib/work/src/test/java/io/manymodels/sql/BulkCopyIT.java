package io.manymodels.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.work.TestStack;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.transaction.support.TransactionTemplate;

/** What is copied in binary is read back as what it was. */
class BulkCopyIT {

    private static final String TABLE = "training.copied it's";

    private SingleConnectionDataSource dataSource;
    private JdbcClient jdbc;

    @BeforeEach
    void connect() {
        var login = TestStack.infrastructure().database("training");
        dataSource = new SingleConnectionDataSource(login.url(), login.username(), login.password(), true);
        jdbc = JdbcClient.create(dataSource);
        jdbc.sql("DROP TABLE IF EXISTS training.\"copied it's\"").update();
        jdbc.sql("""
                CREATE TABLE training."copied it's" (i4 int, i8 bigint UNIQUE, f8 double precision, b boolean, t text,
                    j jsonb, u uuid, at timestamptz, local timestamp, day date, "a ""name\""" text NOT NULL DEFAULT 'x')
                """).update();
    }

    @AfterEach
    void disconnect() {
        jdbc.sql("DROP TABLE training.\"copied it's\"").update();
        dataSource.destroy();
    }

    private <T> T read(String expression, Class<T> type) {
        return jdbc.sql("SELECT " + expression + " FROM training.\"copied it's\"").query(type).single();
    }

    private long rows() {
        return jdbc.sql("SELECT count(*) FROM training.\"copied it's\"").query(Long.class).single();
    }

    @Test
    void everyTypeComesBack() {
        UUID id = UUID.randomUUID();
        Instant instant = Instant.parse("2026-11-26T03:04:05.678901Z");
        try (BulkCopy copy = BulkCopy.into(dataSource, TABLE, "i4", "i8", "f8", "b", "t", "j", "u", "at", "local",
                "day", "a \"name\"")) {
            copy.row().int4(-7).int8(Long.MIN_VALUE).float8(1e-300).bool(true).text("\u20ac \ud834\udd1e\t\n\\")
                    .jsonb("{\"a\": [1, null]}").uuid(id).instant(instant).timestampMicros(-1).date(-1).text("y");
            assertThat(copy.finish()).isEqualTo(1);
        }

        Map<String, @Nullable Object> row = jdbc.sql("SELECT * FROM training.\"copied it's\"").query().singleRow();
        assertThat(row).containsEntry("i4", -7).containsEntry("i8", Long.MIN_VALUE).containsEntry("f8", 1e-300)
                .containsEntry("b", true).containsEntry("t", "\u20ac \ud834\udd1e\t\n\\").containsEntry("u", id)
                .containsEntry("at", Timestamp.from(instant)).containsEntry("a \"name\"", "y");
        assertThat(read("j ->> 'a'", String.class)).isEqualTo("[1, null]");
        assertThat(read("local::text", String.class)).isEqualTo("1969-12-31 23:59:59.999999");
        assertThat(read("day", LocalDate.class)).isEqualTo("1969-12-31");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 700, 20_000})
    void arraysOfOneLengthAreFilledValueByValue(int count) {
        jdbc.sql("""
                ALTER TABLE training."copied it's" ADD i8s bigint[], ADD f8s double precision[], ADD bs boolean[],
                    ADD ats timestamptz[], ADD days date[]
                """).update();
        try (BulkCopy copy = BulkCopy.into(dataSource, TABLE, "i4", "i8s", "f8s", "bs", "ats", "days", "i8")) {
            copy.row().int4(-1).none().none().none().none().none().int8(-1);
            copy.row().int4(1);
            fill(count, copy.fixedArray(BulkCopy.Element.INT8, 5, count), (values, i) -> values.int8(i, 1L << 40 | i));
            fill(count, copy.fixedArray(BulkCopy.Element.FLOAT8, 5, count), (values, i) -> values.float8(i, i / 2.0));
            fill(count, copy.fixedArray(BulkCopy.Element.BOOL, 5, count), (values, i) -> values.bool(i, i % 2 == 1));
            fill(count, copy.fixedArray(BulkCopy.Element.TIMESTAMPTZ, 5, count),
                    (values, i) -> values.timestampMicros(i, i));
            fill(count, copy.fixedArray(BulkCopy.Element.DATE, 5, count), (values, i) -> values.date(i, i));
            copy.int8(-2);
            assertThat(copy.finish()).isEqualTo(2);
        }

        assertThat(jdbc.sql("""
                SELECT count(*) FROM training."copied it's", generate_series(5, array_upper(days, 1)) s (i)
                WHERE i8s[i] = (1::bigint << 40) + i - 5 AND f8s[i] = (i - 5) / 2.0 AND bs[i] = (i % 2 = 0)
                   AND ats[i] = timestamptz '1970-01-01 00:00:00Z' + (i - 5) * interval '1 microsecond'
                   AND days[i] = date '1970-01-01' + i - 5
                """).query(Integer.class).single()).isEqualTo(count);
        assertThat(read("sum(i8)", Long.class)).isEqualTo(-3);
    }

    private static void fill(int count, BulkCopy.FixedArray values, ObjIntConsumer<BulkCopy.FixedArray> value) {
        for (int i = 0; i < count; i++) {
            value.accept(values, i);
        }
    }

    @Test
    void arraysOfTextsComeBackWithTheirNulls() {
        jdbc.sql("ALTER TABLE training.\"copied it's\" ADD ts text[], ADD js jsonb[], ADD f8s double precision[]")
                .update();
        List<@Nullable String> texts = Arrays.asList("", null, "\u20ac,{}\"", "x".repeat(300_000));
        try (BulkCopy copy = BulkCopy.into(dataSource, TABLE, "ts", "js", "f8s", "i4")) {
            copy.row().array(BulkCopy.Element.TEXT, 1, 4, i -> copy.text(texts.get(i)))
                    .array(BulkCopy.Element.JSONB, 1, 2, i -> copy.jsonb(i == 0 ? null : "{\"a\": 1}"))
                    .array(BulkCopy.Element.FLOAT8, 0, 2, i -> copy.float8OrNull(i == 0 ? 0.25 : Double.NaN)).int4(3);
            copy.finish();
        }

        assertThat(read("ts::text", String.class))
                .isEqualTo("{\"\",NULL,\"\u20ac,{}\\\"\",%s}".formatted(texts.getLast()));
        assertThat(read("js::text", String.class)).isEqualTo("{NULL,\"{\\\"a\\\": 1}\"}");
        assertThat(read("f8s::text || i4", String.class)).isEqualTo("[0:1]={0.25,NULL}3");
    }

    @ParameterizedTest
    @CsvSource({"2000-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "1900-02-28T23:59:59.999999Z", "0001-01-01T00:00:00Z",
            "9999-12-31T23:59:59.999999Z"})
    void timesLieWhereTheyShouldFarFromTheEpochOfPostgres(Instant instant) {
        long micros = instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1000;
        try (BulkCopy copy = BulkCopy.into(dataSource, TABLE, "at", "local", "day")) {
            copy.row().instant(instant).timestampMicros(micros).date(Math.floorDiv(instant.getEpochSecond(), 86_400L));
            copy.finish();
        }

        String text = instant.toString().replace("T", " ").replace("Z", "");
        assertThat(read("(at AT TIME ZONE 'UTC')::text", String.class)).isEqualTo(text);
        assertThat(read("local::text", String.class)).isEqualTo(text);
        assertThat(read("day::text", String.class)).isEqualTo(text.substring(0, 10));
    }

    @Test
    void whatIsMissingIsNull() {
        try (BulkCopy copy = BulkCopy.into(dataSource, TABLE, "i4", "f8", "t", "j", "u")) {
            copy.row().none().float8OrNull(Double.NaN).text(null).jsonb(null).uuid(null);
            copy.row().none().float8OrNull(0.5).text("").none().none();
            assertThat(copy.finish()).isEqualTo(2);
        }

        assertThat(jdbc.sql("SELECT num_nonnulls(i4, f8, t, j, u) FROM training.\"copied it's\" ORDER BY 1")
                .query(Integer.class).list()).containsExactly(0, 2);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.MIN_VALUE, Double.MAX_VALUE})
    void numbersAreKeptToTheirLastBit(double value) {
        try (BulkCopy copy = BulkCopy.into(dataSource, TABLE, "f8")) {
            copy.row().float8(value);
            copy.finish();
        }

        assertThat(read("f8", Double.class)).isEqualTo(value);
    }

    /** More than is sent at a time. */
    @Test
    void manyRowsArriveInTheirOrderAndWhole() {
        String text = "x".repeat(1000);
        try (BulkCopy copy = BulkCopy.into(dataSource, TABLE, "i8", "t")) {
            for (int i = 0; i < 5000; i++) {
                copy.row().int8(i).text(text + i);
            }
            assertThat(copy.finish()).isEqualTo(5000);
        }

        assertThat(jdbc.sql("SELECT count(*) FROM training.\"copied it's\" WHERE t = ? || i8::text").param(text)
                .query(Long.class).single()).isEqualTo(5000);
    }

    @Test
    void noRowsAreACopyToo() {
        try (BulkCopy copy = BulkCopy.into(dataSource, TABLE, "i4")) {
            assertThat(copy.finish()).isZero();
        }
    }

    @Test
    void aCopyThatIsNotFinishedLeavesNothingAndTheConnectionFree() {
        try (BulkCopy copy = BulkCopy.into(dataSource, TABLE, "i8")) {
            copy.row().int8(1);
        }

        assertThat(rows()).isZero();
    }

    @Test
    void aCopyIsAPartOfItsTransaction() {
        TransactionTemplate transaction = new TransactionTemplate(new DataSourceTransactionManager(dataSource));

        transaction.executeWithoutResult(status -> {
            try (BulkCopy copy = BulkCopy.into(dataSource, TABLE, "i8")) {
                copy.row().int8(1);
                copy.finish();
            }
            assertThat(rows()).isEqualTo(1);
            status.setRollbackOnly();
        });

        assertThat(rows()).isZero();
    }

    @Test
    void whatTheTableDoesNotTakeIsAnExceptionOfSpring() {
        assertThatThrownBy(() -> copyOf(1, 1)).isInstanceOf(DuplicateKeyException.class);
        assertThatThrownBy(() -> {
            try (BulkCopy copy = BulkCopy.into(dataSource, TABLE, "t")) {
                copy.row().text("a\u0000b");
                copy.finish();
            }
        }).isInstanceOfSatisfying(DataIntegrityViolationException.class,
                refused -> assertThat(SqlState.isOfCharacter(refused)).isTrue());
        assertThatThrownBy(() -> {
            try (BulkCopy copy = BulkCopy.into(dataSource, TABLE, "a \"name\"")) {
                copy.row().text(null);
                copy.finish();
            }
        }).isInstanceOf(DataIntegrityViolationException.class);
        assertThatThrownBy(() -> {
            try (BulkCopy copy = BulkCopy.into(dataSource, TABLE, "j")) {
                copy.row().jsonb("{");
                copy.finish();
            }
        }).isInstanceOf(DataAccessException.class);
        assertThat(rows()).as("the connection is free after each").isZero();
    }

    private void copyOf(long... values) {
        try (BulkCopy copy = BulkCopy.into(dataSource, TABLE, "i8")) {
            for (long value : values) {
                copy.row().int8(value);
            }
            copy.finish();
        }
    }

    @Test
    void aTableOrColumnThatIsNotThereIsRefusedAtTheBeginning() {
        for (List<String> wrong : List.of(List.of("training.nothing", "i4"), List.of(TABLE, "i5"),
                List.of("nowhere.at_all", "i4"))) {
            assertThatThrownBy(() -> BulkCopy.into(dataSource, wrong.getFirst(), wrong.getLast()))
                    .isInstanceOf(DataAccessException.class);
        }
        assertThat(rows()).isZero();
    }
}
