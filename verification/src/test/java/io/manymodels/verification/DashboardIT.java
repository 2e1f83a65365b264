package io.manymodels.verification;

import static io.manymodels.verification.EarlierPlatform.deployment;
import static io.manymodels.verification.EarlierPlatform.folder;
import static io.manymodels.verification.EarlierPlatform.landing;
import static io.manymodels.verification.EarlierPlatform.manymodels;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Date;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The questions of docs/how-to/bi.md, as they stand there, asked of a family with two releases and a backtest. */
@ExtendWith(EarlierPlatform.class)
class DashboardIT {

    private static final int KEYS = 12;
    private static final int ACTUALS = 28;
    private static final int HORIZON = 7;
    private static final int WINDOWS = 2;
    private static final String SPEC = """
            family: demo
            source: {files: dashboard/*.csv}
            transform: SELECT *, CASE WHEN store %% 2 = 0 THEN 'north' ELSE 'south' END AS region, store / 2 AS size FROM source
            key: [store, item]
            time: {column: date}
            target: sales
            task: forecast
            columns: {known: [price, promotion]}
            forecast: {horizon: %d}
            training: {algorithms: [naive, ridge], metric: mae, windows: 2, minimumRows: 20}
            scoring: {intervals: [80]}
            reporting: {actuals: %d}
            """.formatted(HORIZON, ACTUALS);

    private static String page;
    private static List<String> sales;

    @BeforeAll
    static void aFamilyIsRunTwiceAndBacktested() throws Exception {
        page = Files.readString(Modules.root().resolve("docs/how-to/bi.md"));
        Path file = Files.createDirectories(landing().resolve("dashboard")).resolve("sales.csv");
        manymodels().succeed("generate", "--keys", "" + KEYS, "--rows", "" + KEYS * 120, "--seed", "5", "--out",
                file.toString());
        manymodels().succeed("apply", Files.writeString(folder().resolve("demo.yaml"), SPEC).toString());
        sales = Files.readAllLines(file);
        Files.write(file, sales.stream().filter(line -> !line.contains("2026-06-30")).toList());
        manymodels().succeed("run", "demo");
        Files.write(file, sales);
        manymodels().succeed("run", "demo");
        manymodels().succeed("backtest", "demo", "--windows", "" + WINDOWS);
    }

    /** The rows that the query below a heading of the page answers. */
    private static List<List<Object>> ask(String heading) throws SQLException {
        Matcher query = Pattern.compile("### " + heading + "\n```sql\n(.*?);\n```", Pattern.DOTALL).matcher(page);
        assertThat(query.find()).as("a query for [%s]", heading).isTrue();
        return query(query.group(1));
    }

    private static List<List<Object>> query(String sql) throws SQLException {
        return deployment().query(sql);
    }

    private static double number(Object value) {
        return ((Number) value).doubleValue();
    }

    @Test
    void errorByDay() throws Exception {
        List<List<Object>> days = ask("Error by day");

        assertThat(days).hasSize(HORIZON * WINDOWS).allSatisfy(day -> {
            LocalDate date = ((Date) day.get(0)).toLocalDate();
            assertThat(day.get(1)).isEqualTo(date.getDayOfWeek().getValue());
            assertThat(number(day.get(3))).isPositive();
        });
        assertThat(days.stream().mapToDouble(day -> number(day.get(2)) * number(day.get(3))).sum()).isCloseTo(
                number(query("SELECT sum(abs(prediction - actual)) FROM reporting.demo_backtests").getFirst()
                        .getFirst()),
                within(1e-6));
    }

    @Test
    void errorByWhatKeysAre() throws Exception {
        List<List<Object>> kinds = ask("Error by what keys are");

        assertThat(kinds.stream().mapToLong(kind -> (long) kind.get(2)).sum()).isEqualTo(KEYS);
        assertThat(query("""
                SELECT region, size, count(*), sum(labelled_rows), min(first_time), max(last_time)
                FROM reporting.demo_keys WHERE store = 2 GROUP BY region, size
                """)).containsExactly(
                List.of("north", number(1), 4L, BigDecimal.valueOf(480), Date.valueOf("2026-03-03"),
                        Date.valueOf("2026-06-30")));
    }

    @Test
    void forecastBesideActual() throws Exception {
        List<List<Object>> rows = ask("Forecast beside actual");

        List<String> expected = new ArrayList<>(sales.stream().filter(line -> line.startsWith("1,2,"))
                .map(line -> line.split(",")).map(fields -> fields[2] + " " + Double.parseDouble(fields[3])).toList());
        assertThat(rows).hasSize(ACTUALS + HORIZON);
        assertThat(rows.subList(0, ACTUALS)).extracting(row -> row.get(0) + " " + row.get(1))
                .containsExactlyElementsOf(expected.subList(expected.size() - ACTUALS, expected.size()));
        for (int day = 1; day <= HORIZON; day++) {
            List<Object> row = rows.get(ACTUALS + day - 1);
            assertThat(row.get(0)).hasToString(LocalDate.of(2026, 6, 30).plusDays(day).toString());
            assertThat(number(row.get(2))).isBetween(number(row.get(3)), number(row.get(4)));
        }
    }

    @Test
    void theTenWorstKeys() throws Exception {
        List<List<Object>> worst = ask("The ten worst keys");

        assertThat(worst).hasSize(10);
        assertThat(worst).extracting(row -> number(row.get(5))).isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(number(worst.getFirst().get(5))).isCloseTo(number(query("""
                SELECT max(total) FROM (SELECT sum(abs(prediction - actual)) AS total
                FROM reporting.demo_backtests GROUP BY store, item) k
                """).getFirst().getFirst()), within(1e-6));
    }

    @Test
    void releaseAgainstRelease() throws Exception {
        List<Object> compared = ask("Release against release").getFirst();

        assertThat(compared.subList(0, 3)).containsExactly(1, 2, (long) KEYS);
        assertThat(number(compared.get(3))).isPositive();
        assertThat(number(compared.get(4))).isPositive();
    }

    @Test
    void everyTimeOfAFactHasItsDate() throws Exception {
        assertThat(query("""
                SELECT count(*) FROM (SELECT date FROM reporting.demo_predictions UNION SELECT date FROM reporting.demo_actuals
                                      UNION SELECT date FROM reporting.demo_errors) f
                WHERE NOT EXISTS (SELECT FROM reporting.demo_dates d WHERE d.date = f.date)
                """)).containsExactly(List.of(0L));
        assertThat(query("""
                SELECT year, quarter, month, day, iso_year, iso_week, weekday, is_weekend FROM reporting.demo_dates
                WHERE date = DATE '2026-06-28'
                """)).containsExactly(List.of(2026, 2, 6, 28, 2026, 26, 7, true));
    }

    @Test
    void everyColumnHasWords() throws Exception {
        assertThat(query("""
                SELECT c.relname || '.' || a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
                WHERE c.relnamespace = 'reporting'::regnamespace AND c.relname LIKE 'demo\\_%' AND a.attnum > 0
                  AND (col_description(c.oid, a.attnum) IS NULL OR obj_description(c.oid) IS NULL)
                """)).isEmpty();
        assertThat(query("SELECT count(*) FROM pg_views WHERE schemaname = 'reporting' AND viewname LIKE 'demo\\_%'"))
                .containsExactly(List.of(8L));
    }
}
