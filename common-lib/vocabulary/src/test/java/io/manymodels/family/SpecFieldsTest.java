package io.manymodels.family;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.family.FamilySpec.Reading;
import io.manymodels.problem.ManyModelsException.Detail;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The fields that most specs leave out: what they mean, what they refuse, and that they are written as they are read. */
class SpecFieldsTest {

    private static FamilySpec read(String more) {
        FamilySpec spec = FamilySpec.read(FamilySpecTest.SMALL + more).orThrow();
        assertThat(FamilySpec.read(spec.toJson().toString())).isEqualTo(new Reading.Valid(spec));
        return spec;
    }

    private static List<Detail> problems(String text) {
        return FamilySpec.read(text) instanceof Reading.Invalid invalid ? invalid.problems() : List.of();
    }

    private static List<Detail> problemsWith(String more) {
        return problems(FamilySpecTest.SMALL + more);
    }

    @Test
    void deliveriesAreGuardedAsTheSpecSays() {
        FamilySpec.Ingestion ingestion = read("""
                quality: strict
                ingestion: {guards: {vanishedKeys: 5%, rows: -20%}, retention: 8w, fullRefresh: true}
                """).ingestion();

        assertThat(ingestion).isEqualTo(
                new FamilySpec.Ingestion(FamilySpec.Quality.STRICT, 0.05, 0.2, Duration.ofDays(56), true));
    }

    @Test
    void withoutGuardsAnyDeliveryIsTakenAndKeysAreKeptAMonth() {
        assertThat(read("").ingestion()).isEqualTo(
                new FamilySpec.Ingestion(FamilySpec.Quality.TOLERANT, null, null, Duration.ofDays(30), false));
        assertThat(read("").toJson().has("ingestion")).isFalse();
        assertThat(read("").toJson().has("quality")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"0%, 0", "100%, 1", "-100%, 1", "0.5%, 0.005", "' 5% ', 0.05", "12.5%, 0.125"})
    void aShareIsHowMuchLessThereMayBe(String text, double share) {
        assertThat(read("ingestion: {guards: {rows: \"" + text + "\"}}\n").ingestion().rows()).isEqualTo(share);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "101%", "-101%", "%", "five%", "NaN%", "Infinity%", "1d%", "0x1p3%", "5%%", "[5%]"})
    void whatIsNoShareIsRefused(String text) {
        assertThat(problemsWith("ingestion: {guards: {vanishedKeys: \"" + text + "\"}}\n")).singleElement()
                .satisfies(problem -> {
                    assertThat(problem.path()).isEqualTo("ingestion.guards.vanishedKeys");
                    assertThat(problem.message()).contains("is not a share of keys. Maybe 5%");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"2d%", "0x1p3%", "1f", "2 %x", "+-1", "1e999", "1e999%", "", "' '"})
    void whatIsNoMarginIsRefused(String text) {
        assertThat(problemsWith("promotion: {rules: [{metric: rmse, worseThanChampionByAtMost: \"%s\"}]}\n"
                .formatted(text))).extracting(Detail::path)
                .contains("promotion.rules[0].worseThanChampionByAtMost");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1d%", "0x1p3%", "1f%", "1e1", "0x10", "1e999%"})
    void whatIsNoErrorBudgetIsRefused(String text) {
        assertThat(problemsWith("training: {errorBudget: \"" + text + "\"}\n")).extracting(Detail::path)
                .containsExactly("training.errorBudget");
    }

    /** A bound that no number can lie beyond is a slip, and JSON has no word for it. */
    @ParameterizedTest
    @ValueSource(strings = {"1e999", "-1e999", "1.0e999", "sixty", "true", "[1]"})
    void aBoundIsANumber(String text) {
        for (String bound : List.of("atMost", "atLeast")) {
            assertThat(problemsWith("promotion: {rules: [{metric: rmse, " + bound + ": " + text + "}]}\n"))
                    .as(bound).extracting(Detail::path).containsExactly("promotion.rules[0]." + bound);
        }
        assertThat(
                problems("{\"family\": \"f\", \"promotion\": {\"rules\": [{\"metric\": \"mae\", \"atMost\": 1e999}]}}"))
                .extracting(Detail::path).contains("promotion.rules[0].atMost");
        assertThat(problemsWith("promotion: {rules: [{metric: rmse, atMost: .inf}]}\n")).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({"30d, P30D", "1d, P1D", "8w, P56D", "9999999d, P9999999D"})
    void keysThatVanishAreKeptForAWhile(String text, Duration retention) {
        assertThat(read("ingestion: {retention: " + text + "}\n").ingestion().retention()).isEqualTo(retention);
    }

    @ParameterizedTest
    @ValueSource(strings = {"30", "0d", "1y", "1h", "-1d", "forever", "1.5d"})
    void whatIsNoRetentionIsRefused(String text) {
        assertThat(problemsWith("ingestion: {retention: " + text + "}\n")).singleElement()
                .satisfies(problem -> assertThat(problem.message())
                        .isEqualTo("[" + text + "] is not a length of time. Maybe 30d or 8w"));
    }

    @Test
    void columnsThatOnlyTellWhichRowItIsAndTypesAsDeclared() {
        FamilySpec.Columns columns = read("""
                columns:
                  id: [order_no]
                  types: {price: decimal-comma, sold: "date(%d.%m.%Y)", code: text}
                """).columns();

        assertThat(columns.id()).containsExactly("order_no");
        assertThat(columns.types()).isEqualTo(Map.of("price", new DeclaredType(DeclaredType.Kind.DECIMAL_COMMA, null),
                "sold", new DeclaredType(DeclaredType.Kind.DATE, "%d.%m.%Y"), "code",
                new DeclaredType(DeclaredType.Kind.TEXT, null)));
    }

    @Test
    void aDatabaseIsNamedByItsConnectionAndNeverByItsAddress() {
        FamilySpec spec = FamilySpec.read(FamilySpecTest.SMALL.replace("source: {files: a.csv}", """
                source:
                  jdbc: {connection: erp, query: SELECT 1, tables: {stores: SELECT 2}}
                  tables: {prices: prices.csv}""")).orThrow();

        assertThat(spec.source()).isEqualTo(new FamilySpec.Source.Jdbc("erp", "SELECT 1", Map.of("stores", "SELECT 2"),
                Map.of("prices", "prices.csv")));
        assertThat(FamilySpec.read(spec.toJson().toString()).orThrow()).isEqualTo(spec);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 2 * * *", "*/5 * * * *", "0 0 1 1 *", "0 22 * * MON-FRI", "15,45 6-18 * * 0",
            " 0 2 * * * "})
    void aScheduleHasFiveFields(String cron) {
        FamilySpec.Schedule schedule = read("schedule: {cron: \"" + cron + "\"}\n").schedule();

        assertThat(schedule).isEqualTo(new FamilySpec.Schedule(cron.strip(), ZoneOffset.UTC));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 2 * * * *", "@daily", "60 2 * * *", "0 24 * * *", "0 2 32 * *", "0 2 * 13 *",
            "a b c d e",
            "0 2 * *", "* * * * 9"})
    void otherSchedulesAreRefused(String cron) {
        assertThat(problemsWith("schedule: {cron: \"" + cron + "\"}\n")).extracting(Detail::path)
                .containsExactly("schedule.cron");
    }

    @Test
    void aScheduleAndATimeHaveTheirZone() {
        FamilySpec spec = read(
                "schedule: {cron: 0 2 * * *, zone: Europe/Berlin}\ntime: {column: t, zone: Asia/Tokyo}\n");

        assertThat(spec.schedule()).isEqualTo(new FamilySpec.Schedule("0 2 * * *", ZoneId.of("Europe/Berlin")));
        assertThat(spec.time()).isEqualTo(new FamilySpec.Time("t", null, null, null, ZoneId.of("Asia/Tokyo"), null));
    }

    @Test
    void intervalsAreSortedAndStandOnce() {
        assertThat(read("scoring: {intervals: [95, 80, 95]}\n").scoring().intervals()).containsExactly(80, 95);
    }

    @Test
    void holidaysAreOfACountryAndDecideModels() {
        FamilySpec german = read("time: day\ncalendar: {holidays: DE-BY}\n");

        assertThat(german.holidays()).isEqualTo("DE-BY");
        assertThat(FamilySpec.read(german.toJson().toString()).orThrow()).isEqualTo(german);
        assertThat(german.modelHash()).isNotEqualTo(read("time: day\n").modelHash());
    }

    @Test
    void groupsAgreeBottomUpUnlessTheSpecSaysMint() {
        String forecast = FamilySpecTest.SMALL.replace("task: regression", "task: forecast")
                + "time: t\nforecast: {horizon: 1}\ncolumns: {static: [a, b]}\nreconcile: ";
        FamilySpec summed = FamilySpec.read(forecast + "[a, b]\n").orThrow();
        FamilySpec moved = FamilySpec.read(forecast + "{by: [a, b], method: mint}\n").orThrow();

        assertThat(summed.reconcile()).isEqualTo(
                new FamilySpec.Reconcile(List.of("a", "b"), FamilySpec.Reconcile.Method.BOTTOM_UP));
        assertThat(moved.reconcile()).isEqualTo(
                new FamilySpec.Reconcile(List.of("a", "b"), FamilySpec.Reconcile.Method.MINT));
        for (FamilySpec spec : List.of(summed, moved)) {
            assertThat(FamilySpec.read(spec.toJson().toString()).orThrow()).isEqualTo(spec);
        }
        assertThat(FamilySpec.read(forecast + "{by: [a, b]}\n").orThrow()).isEqualTo(summed);
        assertThat(FamilySpec.read(forecast + "[]\n").orThrow().reconcile()).isNull();
        assertThat(moved.modelHash()).as("models are the same").isEqualTo(summed.modelHash());
    }

    @Test
    void nightsThatChooseAreCounted() {
        FamilySpec weekly = read("training: {selection: {every: 7}}\n");

        assertThat(weekly.training().selectionEvery()).isEqualTo(7);
        assertThat(FamilySpec.read(weekly.toJson().toString()).orThrow()).isEqualTo(weekly);
        assertThat(read("training: {selection: {every: 1}}\n")).isEqualTo(read(""));
    }

    @Test
    void budgetsAreForAllKeysOrForAThousand() {
        FamilySpec total = read("training: {budget: {total: 10m}}\n");
        FamilySpec each = read("training: {algorithms: [ridge, mean], budget: {perThousandKeys: 1500ms}}\n");

        assertThat(total.training().budgetSeconds(5)).isEqualTo(600);
        assertThat(total.training().budgetSeconds(50_000)).isEqualTo(600);
        assertThat(each.training().budgetSeconds(500)).isEqualTo(0.75);
        assertThat(each.training().budgetSeconds(4_000)).isEqualTo(6);
        assertThat(List.of(total, each)).allSatisfy(
                spec -> assertThat(FamilySpec.read(spec.toJson().toString()).orThrow()).isEqualTo(spec));
    }

    /** The usual budget bounds what nobody chose, and leaves small families alone. */
    @Test
    void autoHasABudgetAndNamedAlgorithmsHaveNone() {
        FamilySpec.Training auto = read("").training();

        assertThat(auto.budgetSeconds(1)).isEqualTo(1_000);
        assertThat(auto.budgetSeconds(10_000)).isEqualTo(1_000);
        assertThat(auto.budgetSeconds(40_000)).isEqualTo(4_000);
        assertThat(read("training: {algorithms: [ridge, mean]}\n").training().budgetSeconds(10_000)).isInfinite();
    }

    @Test
    void explanationsAreOnRequest() {
        FamilySpec wanted = read("scoring: {explanations: true}\n");

        assertThat(wanted.scoring().explanations()).isTrue();
        assertThat(FamilySpec.read(wanted.toJson().toString()).orThrow()).isEqualTo(wanted);
        assertThat(read("scoring: {explanations: false}\n")).isEqualTo(read(""));
        assertThat(wanted.modelHash()).as("they are no part of how it is made").isEqualTo(read("").modelHash());
    }

    @Test
    void actualValuesAreBesidePredictionsOnRequest() {
        FamilySpec wanted = read("time: t\nreporting: {actuals: 60}\n");

        assertThat(wanted.reporting().actuals()).isEqualTo(60);
        assertThat(read("reporting: {actuals: 0}\n")).isEqualTo(read(""));
        assertThat(wanted.modelHash()).as("they are no part of how it is made")
                .isEqualTo(read("time: t\n").modelHash());
    }

    @Test
    void oneTextIsAListOfOne() {
        assertThat(read("columns: {known: price}\ntraining: {algorithms: ridge}\n").training().algorithms())
                .containsExactly(AlgorithmChoice.of("ridge"));
        assertThat(read("columns: {known: price}\n").columns().known()).containsExactly("price");
    }

    @ParameterizedTest
    @CsvSource({"columns: {id: [order_no]}, true", "quality: strict, true", "schedule: {cron: 0 2 * * *}, true",
            "columns: {ignored: [x]}, false", "training: {minimumRows: 21}, false", "training: {point: median}, false",
            "training: {metric: mae}, false", "training: {history: 5}, false", "training: {algorithms: [mean]}, false",
            "training: {algorithms: [{mean: {a: 1}}]}, false", "'columns: {types: {x: text}}', false"})
    void aModelIsTheSameAsLongAsWhatMakesItIs(String more, boolean same) {
        String hash = read("").modelHash();

        assertThat(hash).matches("[0-9a-f]{64}");
        assertThat(read(more + "\n").modelHash().equals(hash)).isEqualTo(same);
    }
}
