package io.manymodels.family;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The reference page of the spec names every field with its default, and every word that a field may have. */
class SpecPageTest {

    private static final Path PAGE = Path.of("../../docs/reference/family-spec.md");
    private static final Pattern ROW = Pattern.compile("\\| `([A-Za-z.]+)` \\|(.*?)\\|(.*)\\|");
    /** Specs that together set every field. */
    private static final List<String> FULL = List.of("""
            family: full
            description: all of it
            source: {files: a.csv, tables: {stores: b.csv}}
            transform: SELECT * FROM source
            key: [k, l]
            time: {column: t, frequency: day, zone: Europe/Berlin, calendar: business-days}
            calendar: {holidays: DE-BY}
            target: y
            task: forecast
            columns: {known: [a], observed: [b], static: [c], ignored: [d], id: [e], types: {a: text}}
            quality: strict
            ingestion: {guards: {vanishedKeys: 5%, rows: -20%}, retention: 10d}
            forecast: {gap: 1, horizon: 2, from: own-end}
            training: {algorithms: [{ridge: {penalty: 1}}], metric: mape, point: mean, windows: 4, history: 5y,
                       minimumRows: 9, errorBudget: 2%, timeout: 30s, selection: {every: 7},
                       budget: {total: 10m}}
            group: [k]
            reconcile: {by: [c, k], method: bottom-up}
            promotion: {approval: manual, rules: [{metric: mape, atMost: 60}, {metric: rows, atLeast: 20},
                        {metric: mape, worseThanChampionByAtMost: 2%}]}
            scoring: {rows: all, intervals: [50], explanations: true}
            reporting: {actuals: 60}
            schedule: {cron: "0 2 * * *", zone: Europe/Berlin}
            """, """
            family: counted
            source: {jdbc: {connection: erp, query: SELECT 1, tables: {stores: SELECT 2}}, tables: {regions: c.csv}}
            key: [k]
            time: {column: t, unit: week, epoch: 1989-09-14}
            target: y
            task: regression
            """);
    private static final String LEAST = """
            family: least
            source: {files: a.csv}
            key: [k]
            target: y
            time: {column: t}
            task: forecast
            forecast: {horizon: 1}
            schedule: {cron: "0 2 * * *"}
            """;

    private static String page;
    /** Default and meaning by field. */
    private static Map<String, List<String>> rows;

    @BeforeAll
    static void read() throws IOException {
        page = Files.readString(PAGE);
        rows = new LinkedHashMap<>();
        page.lines().map(ROW::matcher).filter(Matcher::matches)
                .forEach(row -> rows.put(row.group(1),
                        List.of(row.group(2).strip(), row.group(3).strip())));
    }

    private static FamilySpec spec(String text) {
        return FamilySpec.read(text).orThrow();
    }

    /** Values by path, without what lies in lists and maps of names. */
    private static Map<String, JsonNode> leaves(JsonNode node) {
        Map<String, JsonNode> leaves = new TreeMap<>();
        add("", node, leaves);
        return leaves;
    }

    private static void add(String path, JsonNode node, Map<String, JsonNode> leaves) {
        boolean names = path.endsWith(".types") || path.endsWith(".tables") || path.endsWith(".algorithms");
        if (!node.isObject() || names) {
            leaves.put(path, node);
            return;
        }
        node.properties().forEach(
                field -> add(path.isEmpty() ? field.getKey() : path + "." + field.getKey(), field.getValue(), leaves));
    }

    /** The row of a field: its own, or one of the group that it belongs to that names it. */
    private static @Nullable List<String> row(String path) {
        List<String> own = rows.get(path);
        int dot = path.lastIndexOf('.');
        if (own != null || dot < 0) {
            return own;
        }
        String name = path.substring(dot + 1);
        List<String> group = row(path.substring(0, dot));
        return group != null && String.join(" ", group).matches(".*[`{ ,]" + Pattern.quote(name) + "[`,}:=].*")
                ? group
                : null;
    }

    @Test
    void everyFieldHasItsRow() {
        Set<String> missing = new TreeSet<>();
        for (String text : FULL) {
            leaves(spec(text).toJson()).keySet().stream().filter(path -> row(path) == null).forEach(missing::add);
        }

        assertThat(missing).isEmpty();
    }

    /** So that a field that is new is asked for above. */
    @Test
    void theSpecsHereSetEveryField() {
        Set<String> unset = new TreeSet<>();
        Set<String> set = new TreeSet<>();
        FULL.forEach(text -> visit(spec(text), set, unset));
        unset.removeAll(set);

        assertThat(unset).isEmpty();
        assertThat(set).hasSizeGreaterThan(40);
    }

    private static void visit(Record record, Set<String> set, Set<String> unset) {
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            String name = record.getClass().getSimpleName() + "." + component.getName();
            Object value = value(record, component);
            boolean empty = value == null || value instanceof Collection<?> list && list.isEmpty()
                    || value instanceof Map<?, ?> map && map.isEmpty()
                    || value instanceof String text && text.isEmpty();
            (empty ? unset : set).add(name);
            if (value instanceof Record inner && inner.getClass().getName().startsWith(FamilySpec.class.getName())) {
                visit(inner, set, unset);
            }
        }
    }

    private static @Nullable Object value(Record record, RecordComponent component) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("A record's accessor cannot be called", e);
        }
    }

    @Test
    void everyDefaultIsTheOneThatIsFilledIn() {
        List<String> wrong = new ArrayList<>();
        leaves(spec(LEAST).toJson()).forEach((path, value) -> {
            if (LEAST.contains(path.substring(path.lastIndexOf('.') + 1) + ":") && !path.startsWith("columns")) {
                return;
            }
            String said = String.join(" ", row(path) == null ? List.of("") : row(path));
            String text = value.isArray()
                    ? value.toString().replace(",", ", ").replace("\"", "")
                    : value.asString("").equals("Z") ? "UTC" : value.asString("");
            boolean empty = value.isArray() && value.isEmpty();
            boolean named = empty
                    ? Stream.of("none", "inferred", "the whole family").anyMatch(said::contains)
                    : Pattern.compile("(?<![0-9A-Za-z])" + Pattern.quote(text) + "(?![0-9A-Za-z])").matcher(said)
                            .find();
            if (!named) {
                wrong.add("%s is %s, and the page says: %s".formatted(path, text, said));
            }
        });

        assertThat(wrong).isEmpty();
        // The canonical form leaves out what is as usual.
        FamilySpec least = spec(LEAST);
        assertThat(rows.get("ingestion.retention")).first().asString()
                .isEqualTo("`%dd`".formatted(least.ingestion().retention().toDays()));
        assertThat(rows.get("quality")).first().asString()
                .isEqualTo("`" + SpecJson.wire(least.ingestion().quality()) + "`");
        assertThat(rows.get("reporting.actuals")).first().isEqualTo("" + least.reporting().actuals());
        assertThat(least.forecast()).isNotNull();
        assertThat(rows.get("forecast.from")).first().asString().isEqualTo("`family-end`");
    }

    @Test
    void everyWordThatAFieldMayHaveIsNamed() {
        List<String> words = new ArrayList<>();
        for (Enum<?>[] values : List.<Enum<?>[]>of(Task.values(), TimeStep.values(), FamilySpec.Quality.values(),
                FamilySpec.Origin.values(), FamilySpec.Approval.values(), FamilySpec.Rows.values(),
                FamilySpec.Point.values(), FamilySpec.Reconcile.Method.values())) {
            Arrays.stream(values).map(SpecJson::wire).forEach(words::add);
        }
        Arrays.stream(Metric.values()).map(Metric::wire).forEach(words::add);
        words.addAll(Calendar.WORDS);
        words.addAll(DeclaredType.names());
        words.addAll(List.of("atMost", "atLeast", "worseThanChampionByAtMost"));

        assertThat(words).allSatisfy(word -> assertThat(page)
                .containsPattern("(?<![A-Za-z-])" + Pattern.quote(word) + "(?![A-Za-z-])"));
    }

    /** What an ingestion decides about data by itself, and how the spec overrules it. */
    @Test
    void everyDecisionAboutDataHasItsPlace() {
        assertThat(page).contains("## Types of columns", "## Times", "## Calendars", "## The quality gate", "## Leaks",
                "## Nights", "columns.types` overrules it", "calendar: every-step` overrules it");
    }
}
