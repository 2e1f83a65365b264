package io.manymodels.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.family.FamilySpec.Reading;
import io.manymodels.problem.ManyModelsException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FamilySpecTest {

    static final String ORANGE_JUICE = """
            family: orange-juice
            description: Weekly units by store and brand
            source:
              files: orange-juice/sales.csv.gz
              tables: {stores: orange-juice/stores.csv}
            transform: >-
              SELECT store, brand, week FROM source
              JOIN stores USING (store)
            key: [store, brand]
            time: {column: week, unit: week, epoch: 1989-09-14}
            target: units
            task: forecast
            columns:
              known: [price, deal, feat]
              observed: [profit]
              static: [income]
              ignored: []
            forecast: {gap: 1, horizon: 2}
            training: {algorithms: auto, metric: mape, point: auto, windows: 3, history: 5y, minimumRows: 20, errorBudget: 1%, timeout: 60s}
            group: [brand]
            promotion:
              approval: automatic
              rules:
                - {metric: mape, atMost: 60}
                - {metric: mape, worseThanChampionByAtMost: 2%}
                - {metric: rows, atLeast: 20}
            scoring: {rows: horizon, intervals: [80, 95]}
            schedule: {cron: "0 2 * * *", zone: UTC}
            """;

    static final String SMALL = """
            family: f
            source: {files: a.csv}
            key: [k]
            target: y
            task: regression
            """;

    @Test
    void readsEveryField() {
        FamilySpec spec = FamilySpec.read(ORANGE_JUICE).orThrow();

        assertThat(spec.source()).isEqualTo(new FamilySpec.Source.Files("orange-juice/sales.csv.gz",
                Map.of("stores", "orange-juice/stores.csv")));
        assertThat(spec.transform()).isEqualTo("SELECT store, brand, week FROM source JOIN stores USING (store)");
        assertThat(spec.time())
                .isEqualTo(new FamilySpec.Time("week", TimeStep.WEEK, LocalDate.of(1989, 9, 14), null, null, null));
        assertThat(spec.forecast()).isEqualTo(new FamilySpec.Forecast(1, 2, FamilySpec.Origin.FAMILY_END));
        assertThat(spec.training()).isEqualTo(new FamilySpec.Training(List.of(), Metric.MAPE, FamilySpec.Point.AUTO, 3,
                new FamilySpec.History(5, TimeStep.YEAR), 20, new ErrorBudget(1, true), Duration.ofSeconds(60), 1,
                null));
        assertThat(spec.promotion().rules()).containsExactly(new Rule("mape", new Rule.AtMost(60)),
                new Rule("mape", new Rule.WorseThanChampionByAtMost(0.02, true)),
                new Rule("rows", new Rule.AtLeast(20)));
        assertThat(spec.scoring()).isEqualTo(new FamilySpec.Scoring(FamilySpec.Rows.HORIZON, List.of(80, 95), false));
    }

    @Test
    void theCanonicalFormReadsAsTheSameSpec() {
        String juice = ORANGE_JUICE.replace("horizon: 2}", "horizon: 2, from: own-end}");
        for (String text : List.of(ORANGE_JUICE, SMALL, juice, SMALL + "time: {column: day, calendar: every-step}",
                SMALL + "time: {column: day, calendar: rows}", SMALL + "time: {column: day, calendar: business-days}",
                SMALL + "time: {column: day, calendar: [tue, Saturday]}",
                SMALL + "time: {column: day, calendar: [2024-01-28, 2024-02-25]}")) {
            FamilySpec spec = FamilySpec.read(text).orThrow();

            assertThat(FamilySpec.read(spec.toJson().toString()).orThrow()).isEqualTo(spec);
        }
    }

    @Test
    void fillsInTheDefaultsOfTheTask() {
        FamilySpec regression = FamilySpec.read(SMALL).orThrow();
        FamilySpec classification = FamilySpec.read(SMALL.replace("regression", "classification")).orThrow();

        assertThat(regression.training().metric()).isEqualTo(Metric.RMSE);
        assertThat(regression.scoring()).isEqualTo(
                new FamilySpec.Scoring(FamilySpec.Rows.UNLABELLED, List.of(80, 95), false));
        assertThat(regression.training().algorithms()).isEmpty();
        assertThat(classification.training().metric()).isEqualTo(Metric.ACCURACY);
        assertThat(classification.scoring().intervals()).isEmpty();
        assertThat(classification.promotion().approval()).isEqualTo(FamilySpec.Approval.AUTOMATIC);
    }

    @Test
    void onlyWhatDecidesAModelEntersTheHash() {
        String hash = FamilySpec.read(ORANGE_JUICE).orThrow().modelHash();

        for (String[] harmless : new String[][] {{"Weekly units", "Units"}, {"atMost: 60", "atMost: 50"},
                {"0 2 *", "0 3 *"}, {"timeout: 60s", "timeout: 90s"}, {"errorBudget: 1%", "errorBudget: 3"},
                {"sales.csv.gz", "sales2.csv.gz"}, {"group: [brand]", "group: [brand]\nreconcile: [store]"}}) {
            assertThat(FamilySpec.read(ORANGE_JUICE.replace(harmless[0], harmless[1])).orThrow().modelHash())
                    .as(harmless[1]).isEqualTo(hash);
        }
        for (String[] decisive : new String[][] {{"horizon: 2", "horizon: 3"}, {"windows: 3", "windows: 4"},
                {"windows: 3", "windows: 3, selection: {every: 7}"},
                {"windows: 3", "windows: 3, budget: {total: 10m}"},
                {"observed: [profit]", "ignored: [profit]"}, {"group: [brand]", "group: [store]"}}) {
            String changed = ORANGE_JUICE.replace("  ignored: []\n", "").replace(decisive[0], decisive[1]);
            assertThat(FamilySpec.read(changed).orThrow().modelHash()).as(decisive[1]).isNotEqualTo(hash);
        }
    }

    @ParameterizedTest(name = "{1} -> {2}")
    @MethodSource("errors")
    void namesPathValueAndAdvice(String find, String replace, String path, String message) {
        String text = ORANGE_JUICE.replace(find, replace);
        assertThat(text).isNotEqualTo(ORANGE_JUICE);

        Reading reading = FamilySpec.read(text);

        assertThat(reading).isInstanceOfSatisfying(Reading.Invalid.class,
                invalid -> assertThat(invalid.problems()).anySatisfy(problem -> {
                    assertThat(problem.path()).isEqualTo(path);
                    assertThat(problem.message()).contains(message).contains("Maybe");
                }));
    }

    static Stream<Arguments> errors() {
        return Stream.of(
                error("horizon: 2}", "horizon: 2, from: end}", "forecast.from", "[end] is not one of"),
                error("unit: week, epoch: 1989-09-14", "calendar: [mon, 2024-01-28]", "time.calendar",
                        "[mon, 2024-01-28] is none of [every-step, business-days, rows]"),
                error("unit: week, epoch: 1989-09-14", "calendar: [2024-01-28]", "time.calendar", "[2024-01-28]"),
                error("epoch: 1989-09-14", "calendar: [mon, tue]", "time.calendar", "counts units"),
                error("family: orange-juice", "family: Orange Juice", "family", "[Orange Juice] must be"),
                error("family: orange-juice\n", "", "family", "is missing. Maybe family: my-family"),
                error("target: units", "taget: units", "taget", "[taget] is not a field here. Maybe [target]"),
                error("metric: mape, point", "metric: mpae, point", "training.metric", "[mpae] is not one of"),
                error("metric: mape, point", "metric: accuracy, point", "training.metric",
                        "[accuracy] does not fit the task [forecast]. Maybe [mase]"),
                error("metric: mape, point", "metric: coverage, point", "training.metric", "Maybe [winkler]"),
                error("{metric: mape, atMost: 60}", "{metric: mapee, atMost: 60}", "promotion.rules[0].metric",
                        "Maybe [mape]"),
                error("{metric: mape, atMost: 60}", "{metric: f1, atMost: 60}", "promotion.rules[0].metric",
                        "does not fit the task [forecast]"),
                error("atMost: 60", "atMost: sixty", "promotion.rules[0].atMost", "[sixty] is not a number"),
                error("atMost: 60", "atMost: 60, atLeast: 3", "promotion.rules[0]", "takes one of them"),
                error("atLeast: 20", "worseThanChampionByAtMost: 3", "promotion.rules[2].metric",
                        "no better or worse"),
                error("key: [store, brand]", "key: []", "key", "needs one column or more"),
                error("key: [store, brand]", "key: [store, brand, week]", "time.column",
                        "[week] is already a key column"),
                error("observed: [profit]", "observed: [deal]", "columns.observed[0]",
                        "[deal] is already in columns.known"),
                error("group: [brand]", "group: [bran]", "group[0]", "[bran] is not one of the key columns"),
                error("group: [brand]", "group: [brand, store]", "group", "makes every key a group of its own"),
                error("forecast: {gap: 1, horizon: 2}\n", "", "forecast", "is missing for the task [forecast]"),
                error("horizon: 2}", "horizon: 0}", "forecast.horizon", "[0] is not a whole number from 1"),
                error("gap: 1", "gap: one", "forecast.gap", "[one] is not a whole number"),
                error("week, unit", "week, unti: day, unit", "time.unti", "Maybe [unit]"),
                error("epoch: 1989-09-14", "epoch: 14.9.1989", "time.epoch", "[14.9.1989] is not a date"),
                error("unit: week, ", "", "time.unit", "is missing beside the epoch"),
                error("history: 5y", "history: 5 years", "training.history", "[5 years] is not a length of time"),
                error("timeout: 60s", "timeout: soon", "training.timeout", "[soon] is not a duration"),
                error("errorBudget: 1%", "errorBudget: 101%", "training.errorBudget", "[101%] is not a share"),
                error("algorithms: auto", "algorithms: [Ridge!]", "training.algorithms[0]", "[Ridge!] must be"),
                error("algorithms: auto", "algorithms: [auto, ridge]", "training.algorithms[0]", "stands alone"),
                error("algorithms: auto", "algorithms: [ridge, ridge]", "training.algorithms[1]", "stands there twice"),
                error("algorithms: auto", "algorithms: [{ridge: 8}]", "training.algorithms[0].ridge",
                        "a group of settings"),
                error("\"0 2 * * *\"", "\"0 2 * *\"", "schedule.cron", "not a cron expression of five fields"),
                error("\"0 2 * * *\"", "\"0 25 * * *\"", "schedule.cron", "[0 25 * * *]"),
                error("zone: UTC", "zone: Mars", "schedule.zone", "[Mars] is not a time zone"),
                error("intervals: [80, 95]", "intervals: [80, 100]", "scoring.intervals[1]", "[100]"),
                error("approval: automatic", "approval: automatc", "promotion.approval", "Maybe [automatic]"),
                error("files: orange-juice/sales.csv.gz", "kafka: {topic: sales}", "source.kafka",
                        "is not yet supported. Maybe files or jdbc"),
                error("files: orange-juice/sales.csv.gz", "files: a.csv\n  jdbc: {connection: erp, query: SELECT 1}",
                        "source", "takes one of them"),
                error("tables: {stores:", "tables: {source:", "source.tables.source", "[source] must be"));
    }

    @Test
    void readsAlgorithmsWithSettings() {
        FamilySpec spec = FamilySpec.read(ORANGE_JUICE.replace("algorithms: auto",
                "algorithms: [mean, {boosted-trees: {trees: 50, rate: 0.1}}]")).orThrow();

        assertThat(spec.training().algorithms()).containsExactly(AlgorithmChoice.of("mean"),
                new AlgorithmChoice("boosted-trees", Map.of("trees", "50", "rate", "0.1")));
        assertThat(FamilySpec.read(spec.toJson().toString()).orThrow()).isEqualTo(spec);
    }

    @Test
    void checksWhatIsHandedInAgainstWhatTrainingHas() {
        List<KnownAlgorithm> known = List.of(
                new KnownAlgorithm("ridge", Set.of(Task.FORECAST),
                        List.of(KnownAlgorithm.Setting.number("penalty", 8, 0, 100, ""))),
                new KnownAlgorithm("logistic-regression", Set.of(Task.CLASSIFICATION), List.of()));

        assertThat(atTheDoor("[rigde]", known)).contains("training.algorithms[0]", "Maybe [ridge]");
        assertThat(atTheDoor("[logistic-regression]", known)).contains("does not fit the task [forecast]");
        assertThat(atTheDoor("[{ridge: {penalti: 1}}]", known)).contains("training.algorithms[0].penalti",
                "Maybe [penalty]");
        assertThat(atTheDoor("[{ridge: {penalty: 101}}]", known)).contains("[101] must be a number from 0 to 100");
        assertThat(FamilySpec.read(ORANGE_JUICE.replace("algorithms: auto", "algorithms: [of-a-plug-in]"), List.of()))
                .isInstanceOf(Reading.Valid.class);
    }

    private static String atTheDoor(String algorithms, List<KnownAlgorithm> known) {
        String text = ORANGE_JUICE.replace("algorithms: auto", "algorithms: " + algorithms);
        return ((Reading.Invalid) FamilySpec.read(text, known)).problems().toString();
    }

    /** Where training measured nothing, nothing can choose, and coverage has no better or worse. */
    @Test
    void refusesAtTheDoorWhatStoredSpecsMaySay() {
        String winkler = ORANGE_JUICE.replace("metric: mape, point", "metric: winkler, point").replace("[80, 95]",
                "[]");
        String coverage = ORANGE_JUICE.replace("{metric: mape, worse", "{metric: coverage, worse");

        assertThat(FamilySpec.read(winkler)).isInstanceOf(Reading.Valid.class);
        assertThat(FamilySpec.read(winkler, List.of())).asString().contains("there is none. Maybe scoring");
        assertThat(FamilySpec.read(coverage)).isInstanceOf(Reading.Valid.class);
        assertThat(FamilySpec.read(coverage, List.of())).asString().contains("[coverage] has no better or worse");
    }

    @Test
    void reportsEverythingAtOnce() {
        Reading reading = FamilySpec.read("""
                family: 7up
                source: {files: a.csv, table: {}}
                key: k
                task: classificaton
                training: {windows: many, metrics: mape}
                promotion: {rules: [{metric: x, atMost: 1}]}
                """);

        assertThat(((Reading.Invalid) reading).problems()).extracting(ManyModelsException.Detail::path)
                .containsExactlyInAnyOrder(
                        "family", "source.table", "target", "task", "training.windows", "training.metrics",
                        "promotion.rules[0].metric");
    }

    @Test
    void saysWhereADocumentCannotBeRead() {
        assertThat(problem("family: [a\nkey: b")).contains("not valid YAML").contains("line");
        assertThat(problem("{\"family\": }")).contains("not valid JSON");
        assertThat(problem("family: a\nfamily: b")).contains("not valid YAML");
        assertThat(problem("just text")).contains("not a map of fields");
        assertThat(problem("")).contains("not a map of fields");
        assertThatThrownBy(() -> FamilySpec.read("key: 1").orThrow()).isInstanceOfSatisfying(ManyModelsException.class,
                e -> assertThat(e.details()).hasSize(6));
    }

    private static String problem(String text) {
        return ((Reading.Invalid) FamilySpec.read(text)).problems().getFirst().message();
    }

    private static Arguments error(String find, String replace, String path, String message) {
        return Arguments.of(find, replace, path, message);
    }
}
