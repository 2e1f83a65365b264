package io.manymodels.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.family.FamilySpec.Reading;
import io.manymodels.problem.ManyModelsException;
import io.manymodels.problem.ManyModelsException.Detail;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of a spec that is wrong, and where. */
class SpecRefusalsTest {

    private static List<Detail> problems(String text) {
        return FamilySpec.read(text) instanceof Reading.Invalid invalid ? invalid.problems() : List.of();
    }

    private static List<Detail> problemsWith(String more) {
        return problems(FamilySpecTest.SMALL + more);
    }

    static Stream<String[]> misfits() {
        return Stream.of(
                new String[] {"columns: {types: {price: money}}", "columns.types.price", "[money] is not one of"},
                new String[] {"columns: {types: {price: texxt}}", "columns.types.price", "Maybe [text]"},
                new String[] {"columns: {types: {k: number}}", "columns.types.k", "[k] is a key column. Maybe [text]"},
                new String[] {"columns: {types: {k: decimal-comma}}", "columns.types.k", "may have a fraction"},
                new String[] {"columns: {types: {k: decimal-point}}", "columns.types.k", "may have a fraction"},
                new String[] {"columns: {types: [a]}", "columns.types", "is not a map of names"},
                new String[] {"columns: {id: [\"a\\nb\"]}", "columns.id[0]", "without line breaks"},
                new String[] {"columns: {id: [" + "ä".repeat(32) + "]}", "columns.id[0]", "63 bytes at most"},
                new String[] {"columns: {id: [y]}", "columns.id[0]", "[y] is already the target"},
                new String[] {"columns: {static: [k]}", "columns.static[0]", "[k] is already a key column"},
                new String[] {"columns: {known: 5}", "columns.known", "[5] is not a list of texts"},
                new String[] {"columns: {known: [5]}", "columns.known[0]", "[5] is not a text"},
                new String[] {"columns: {known: [a, a]}", "columns.known[1]", "[a] stands there twice"},
                new String[] {"columns: 5", "columns", "[5] is not a group of fields"},
                new String[] {"time: {column: t, unit: week, zone: UTC}", "time.zone", "does not fit a time that"},
                new String[] {"time: {column: t, zone: Mars/Olympus}", "time.zone", "is not a time zone"},
                new String[] {"time: {column: t, frequency: fortnight}", "time.frequency", "Maybe"},
                new String[] {"time: {unit: week}", "time.column", "is missing. Maybe column: day"},
                new String[] {"time: k", "time.column", "[k] is already a key column"},
                new String[] {"forecast: {horizon: 3}", "forecast", "does not fit the task [regression]"},
                new String[] {"scoring: {rows: horizon}", "scoring.rows", "[horizon] does not fit the task"},
                new String[] {"calendar: {holidays: DE}", "calendar.holidays", "does not fit rows without a time"},
                new String[] {"calendar: {holiday: DE}", "calendar.holiday", "Maybe [holidays]"},
                new String[] {"training: {selection: {every: 0}}", "training.selection.every", "from 1 to 1000"},
                new String[] {"training: {selection: {evry: 7}}", "training.selection.evry", "Maybe [every]"},
                new String[] {"training: {budget: {}}", "training.budget", "needs one of [total, perThousandKeys]"},
                new String[] {"training: {budget: {total: 1m, perThousandKeys: 1s}}", "training.budget",
                        "takes one of them"},
                new String[] {"training: {budget: {total: soon}}", "training.budget.total", "Maybe 100s or 10m"},
                new String[] {"training: {budget: {perThousandKey: 1s}}", "training.budget.perThousandKey",
                        "Maybe [perThousandKeys]"},
                new String[] {"training: {budget: 60s}", "training.budget", "a group of fields"},
                new String[] {"training: {selection: 7}", "training.selection", "a group of fields"},
                new String[] {"scoring: {explanations: yes please}", "scoring.explanations",
                        "[yes please] is not true or false. Maybe true"},
                new String[] {"reporting: {actuals: -1}", "reporting.actuals", "from 0 to 10000"},
                new String[] {"reporting: {actuals: 5}", "reporting.actuals", "does not fit rows without a time"},
                new String[] {"reporting: {actual: 5}", "reporting.actual", "Maybe [actuals]"},
                new String[] {"scoring: {intervals: [0]}", "scoring.intervals[0]", "from 1 to 99"},
                new String[] {"scoring: {intervals: 80}", "scoring.intervals", "a list of whole numbers"},
                new String[] {"scoring: {intervals: [80.5]}", "scoring.intervals[0]", "[80.5]"},
                new String[] {"training: {windows: 101}", "training.windows", "from 1 to 100"},
                new String[] {"training: {windows: 2.0}", "training.windows", "[2.0] is not a whole number"},
                new String[] {"training: {windows: 99999999999}", "training.windows", "[99999999999]"},
                new String[] {"training: {algorithms: {ridge: {}}}", "training.algorithms", "a list of names"},
                new String[] {"training: {algorithms: [{a: {}, b: {}}]}", "training.algorithms[0]", "a name, or"},
                new String[] {"training: {algorithms: [5]}", "training.algorithms[0]", "a name, or"},
                new String[] {"training: {metric: mase}", "training.metric", "does not fit the task [regression]"},
                new String[] {"training: {metric: bias}", "training.metric", "cannot choose between models"},
                new String[] {"promotion: {rules: {metric: rmse}}", "promotion.rules", "is not a list"},
                new String[] {"promotion: {rules: [rmse]}", "promotion.rules[0]", "is not a group of fields"},
                new String[] {"promotion: {rules: [{atMost: 1}]}", "promotion.rules[0].metric", "is missing"},
                new String[] {"promotion: {rules: [{metric: rmse}]}", "promotion.rules[0]", "needs one of"},
                new String[] {"schedule: {zone: UTC}", "schedule.cron", "is missing"},
                new String[] {"schedule: nightly", "schedule", "is not a group of fields"},
                new String[] {"group: [g]", "group[0]", "is not one of the key columns"},
                new String[] {"reconcile: [a]\ncolumns: {known: [a]}", "reconcile",
                        "[a] is neither a key column nor in columns.static: [k]. Maybe"},
                new String[] {"reconcile: [a, k]\ncolumns: {static: [a]}", "reconcile",
                        "[a, k] makes every key a group of its own. Maybe leave out [k]"},
                new String[] {"reconcile: [a]\ncolumns: {static: [a]}", "reconcile",
                        "[a] does not fit the task [regression], which has no sums by time. Maybe task: forecast"},
                new String[] {"reconcile: [a, a]\ncolumns: {static: [a]}", "reconcile[1]", "[a] stands there twice"},
                new String[] {"reconcile: 5", "reconcile", "a list of texts"},
                new String[] {"reconcile: {method: mint}", "reconcile.by", "is missing. Maybe by: [region, store]"},
                new String[] {"reconcile: {by: [a], method: top-down}", "reconcile.method",
                        "[top-down] is not one of [bottom-up, mint]"},
                new String[] {"reconcile: {by: [a], way: mint}", "reconcile.way", "is not a field here"},
                new String[] {"reconcile: {by: [a], method: mint}\nscoring: {intervals: []}", "reconcile.method",
                        "there is none. Maybe scoring: {intervals: [80]}"},
                new String[] {"reconcile: {by: [a], method: mint}", "reconcile.method",
                        "does not fit scoring.rows [unlabelled]. Maybe [horizon]"},
                new String[] {"time: t\nforecast: {horizon: 1, from: own-end}\nreconcile: {by: [a], method: mint}",
                        "reconcile.method", "does not fit forecast.from [own-end]"},
                new String[] {"quality: perfect", "quality", "[perfect] is not one of [tolerant, strict]"},
                new String[] {"description: [a]", "description", "is not a text. Maybe put it in quotes"},
                new String[] {"transform: \"  \"", "transform", "is not a text"});
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("misfits")
    void whatDoesNotFitIsNamedWithItsPath(String more, String path, String message) {
        assertThat(problemsWith(more + "\n")).anySatisfy(problem -> {
            assertThat(problem.path()).isEqualTo(path);
            assertThat(problem.message()).contains(message).contains("Maybe");
        });
    }

    static Stream<String[]> sources() {
        return Stream.of(new String[] {"source: {jdbc: {connection: erp}}", "source.jdbc.query", "is missing"},
                new String[] {"source: {jdbc: {query: SELECT 1}}", "source.jdbc.connection", "is missing"},
                new String[] {"source: {jdbc: {connection: erp, query: SELECT 1, url: x}}", "source.jdbc.url",
                        "[url] is not a field here"},
                new String[] {"source: {jdbc: {connection: e, query: q, tables: {a: q}}, tables: {a: a.csv}}",
                        "source.jdbc.tables.a", "[a] is also in source.tables. Maybe rename one"},
                new String[] {"source: {jdbc: {connection: e, query: q, tables: {A b: q}}}", "source.jdbc.tables.A b",
                        "must be lower-case letters"},
                new String[] {"source: {files: a.csv, tables: {source: b.csv}}", "source.tables.source",
                        "and not [source]"},
                new String[] {"source: {files: a.csv, tables: {b: 5}}", "source.tables.b", "[5] is not a text"},
                new String[] {"source: {}", "source", "needs one of [files, jdbc, kafka]"},
                new String[] {"source: a.csv", "source", "is not a group of fields"},
                new String[] {"source: {files: 5}", "source.files", "[5] is not a text"},
                new String[] {"source: null", "source", "is missing. Maybe source: {files: sales.csv}"});
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sources")
    void aWrongSourceIsNamedWithItsPath(String source, String path, String message) {
        String text = FamilySpecTest.SMALL.replace("source: {files: a.csv}", source);

        assertThat(problems(text)).anySatisfy(problem -> {
            assertThat(problem.path()).isEqualTo(path);
            assertThat(problem.message()).contains(message).contains("Maybe");
        });
    }

    @Test
    void aSpecThatSaysNothingOfItsTaskIsNotJudgedByOne() {
        List<Detail> problems = problems(FamilySpecTest.SMALL.replace("task: regression\n",
                "training: {metric: accuracy}\nforecast: {horizon: 3}\n"));

        assertThat(problems).extracting(Detail::path).containsExactly("task");
    }

    @Test
    void anUnreadableSpecIsMalformedAndAWrongOneInvalid() {
        assertThatThrownBy(() -> FamilySpec.read("{").orThrow()).isInstanceOfSatisfying(ManyModelsException.class,
                e -> {
                    assertThat(e.kind()).isEqualTo(ManyModelsException.Kind.MALFORMED);
                    assertThat(e.code()).isEqualTo("family-spec-unreadable");
                });
        assertThatThrownBy(() -> FamilySpec.read(FamilySpecTest.SMALL + "a: 1\nb: 1\nc: 1\nd: 1\n").orThrow())
                .isInstanceOfSatisfying(ManyModelsException.class, e -> {
                    assertThat(e.kind()).isEqualTo(ManyModelsException.Kind.INVALID);
                    assertThat(e.code()).isEqualTo("family-spec-invalid");
                    assertThat(e.getMessage()).startsWith("The family spec has 4 problems: a: [a] is not")
                            .endsWith("; ...");
                    assertThat(e.details()).extracting(Detail::path).containsExactly("a", "b", "c", "d");
                });
        assertThatThrownBy(() -> FamilySpec.read(FamilySpecTest.SMALL + "a: 1\n").orThrow())
                .hasMessageStartingWith("The family spec has 1 problem: a: ");
    }

    @Test
    void aWrongSpecLeavesADraftToLookAt() {
        assertThat(FamilySpec.read(FamilySpecTest.SMALL + "a: 1\n")).isInstanceOfSatisfying(Reading.Invalid.class,
                invalid -> assertThat(invalid.draft()).isEqualTo(FamilySpec.read(FamilySpecTest.SMALL).orThrow()));
        assertThat(FamilySpec.read("[]")).isInstanceOfSatisfying(Reading.Invalid.class,
                invalid -> assertThat(invalid.draft()).isNull());
    }

    @Test
    void aSpecOfAMillionCharactersIsNotEvenRead() {
        assertThat(problems(FamilySpecTest.SMALL + "#" + "x".repeat(1_000_000))).singleElement()
                .satisfies(problem -> {
                    assertThat(problem.path()).isEmpty();
                    assertThat(problem.message()).contains("more than [1000000]. Maybe");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":", "- "})
    void aSpecNestedTooDeepIsAnswered(String nested) {
        assertThat(problems(nested.repeat(50_000))).singleElement()
                .satisfies(problem -> assertThat(problem.path()).isEmpty());
    }

    @ParameterizedTest
    @CsvSource({"Orange Juice, orange-juice", "7up, up", "ÜBER, ber", "_, my-family", "A_B__c, a-b-c"})
    void aFamilyIsToldANameThatItMayHave(String name, String suggested) {
        assertThat(problems(FamilySpecTest.SMALL.replace("family: f", "family: \"" + name + "\""))).singleElement()
                .satisfies(problem -> assertThat(problem.message())
                        .isEqualTo("[%s] must be a lower-case letter, then up to 62 of a-z, 0-9 and -. Maybe [%s]"
                                .formatted(name, suggested)));
    }

    @Test
    void settingsOfAlgorithmsAreCheckedWhereTrainingIsKnown() {
        var known = List.of(new KnownAlgorithm("ridge", Set.of(Task.REGRESSION), List.of()));
        String spec = FamilySpecTest.SMALL + "training: {algorithms: [{ridge: {penalty: {a: 1}}}]}\n";

        assertThat(FamilySpec.read(spec, known)).isInstanceOfSatisfying(Reading.Invalid.class,
                invalid -> assertThat(invalid.problems()).singleElement().satisfies(
                        problem -> assertThat(problem.path()).isEqualTo("training.algorithms[0].penalty")));
    }
}
