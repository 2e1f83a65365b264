package io.manymodels.family;

import io.manymodels.family.FamilySpec.Approval;
import io.manymodels.family.FamilySpec.Budget;
import io.manymodels.family.FamilySpec.Columns;
import io.manymodels.family.FamilySpec.Forecast;
import io.manymodels.family.FamilySpec.History;
import io.manymodels.family.FamilySpec.Ingestion;
import io.manymodels.family.FamilySpec.Origin;
import io.manymodels.family.FamilySpec.Point;
import io.manymodels.family.FamilySpec.Promotion;
import io.manymodels.family.FamilySpec.Quality;
import io.manymodels.family.FamilySpec.Reading;
import io.manymodels.family.FamilySpec.Reconcile;
import io.manymodels.family.FamilySpec.Reconcile.Method;
import io.manymodels.family.FamilySpec.Reporting;
import io.manymodels.family.FamilySpec.Rows;
import io.manymodels.family.FamilySpec.Schedule;
import io.manymodels.family.FamilySpec.Scoring;
import io.manymodels.family.FamilySpec.Source;
import io.manymodels.family.FamilySpec.Time;
import io.manymodels.family.FamilySpec.Training;
import io.manymodels.problem.Closest;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Reads a spec field by field; {@link SpecChecks} then looks at how the fields fit together. */
final class SpecReader {

    private static final int MOST_CHARACTERS = 1_000_000;
    /** Where Jackson says that it does not say where. */
    private static final Pattern REDACTED = Pattern.compile("\\s*\\([^()]*\\[Source: .*");
    private static final Pattern ALGORITHM = Pattern.compile("[a-z][a-z0-9-]{0,62}");
    private static final Pattern FAMILY = Pattern.compile("[a-z][a-z0-9-]{0,62}");
    private static final ObjectMapper YAML = YAMLMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final ObjectMapper JSON = JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final Map<String, Task> TASKS = wires(Task.values(), Task::wire);
    private static final Map<String, TimeStep> STEPS = wires(TimeStep.values(), TimeStep::wire);
    private static final Map<String, Metric> METRICS = wires(Metric.values(), Metric::wire);

    private final SpecProblems problems = new SpecProblems();

    private SpecReader() {}

    /** @param known algorithms that the spec may name, for one that is handed in; null for one that was accepted once */
    static Reading read(String text, @Nullable Collection<KnownAlgorithm> known) {
        SpecReader reader = new SpecReader();
        JsonNode document = reader.parse(text);
        FamilySpec spec = document == null ? null : reader.spec(SpecObject.root(document, reader.problems));
        if (spec != null && known != null) {
            SpecChecks.checkAtTheDoor(spec, known, reader.problems);
        }
        return spec != null && reader.problems.isEmpty()
                ? new Reading.Valid(spec)
                : new Reading.Invalid(reader.problems.all(), spec);
    }

    private @Nullable JsonNode parse(String text) {
        if (text.length() > MOST_CHARACTERS) {
            problems.add("",
                    "The spec has [%d] characters, more than [%d]. Maybe another file was meant".formatted(
                            text.length(),
                            MOST_CHARACTERS));
            return null;
        }
        boolean json = text.stripLeading().startsWith("{");
        try {
            JsonNode document = (json ? JSON : YAML).readTree(text);
            if (document != null && document.isObject()) {
                return document;
            }
            problems.add("", "The spec is not a map of fields. Maybe start with [family: my-family]");
        } catch (JacksonException | StackOverflowError e) {
            String reason = e instanceof JacksonException jackson ? jackson.getOriginalMessage() : "nested too deep";
            String at = e instanceof JacksonException jackson && jackson.getLocation() != null
                    ? " (line %d)".formatted(jackson.getLocation().getLineNr())
                    : "";
            problems.add("", "The spec is not valid %s%s: %s".formatted(json ? "JSON" : "YAML", at,
                    reason == null
                            ? "unreadable"
                            : REDACTED.matcher(reason.lines().findFirst().orElse("unreadable"))
                                    .replaceAll("")));
        }
        return null;
    }

    private FamilySpec spec(SpecObject root) {
        String family = root.requiredName("family", "family: my-family");
        if (!family.isEmpty() && !FAMILY.matcher(family).matches()) {
            root.problem("family",
                    "[%s] must be a lower-case letter, then up to 62 of a-z, 0-9 and -. Maybe [%s]".formatted(family,
                            suggested(family)));
        }
        String description = root.text("description");
        Source source = source(root);
        String transform = root.text("transform");
        List<String> key = root.texts("key");
        if (!root.has("key")) {
            root.problem("key", "is missing. Maybe key: [store, item]");
        } else if (key.isEmpty()) {
            root.problem("key", "[] needs one column or more. Maybe [store, item]");
        }
        Time time = time(root);
        String target = root.requiredName("target", "target: sales");
        if (!root.has("task")) {
            root.problem("task", "is missing. Maybe one of %s".formatted(TASKS.keySet()));
        }
        Task declared = root.<@Nullable Task>choice("task", null, TASKS);
        Task task = declared == null ? time == null ? Task.REGRESSION : Task.FORECAST : declared;
        FamilySpec spec = new FamilySpec(family, description == null ? "" : description, source, transform, key, time,
                holidays(root.object("calendar")), target, task, columns(root.object("columns")), ingestion(root),
                forecast(root, declared),
                training(root, task),
                root.texts("group"), reconcile(root), promotion(root.object("promotion")), scoring(root, task),
                reporting(root.object("reporting")), schedule(root));
        root.end();
        SpecChecks.check(spec, declared, problems);
        return spec;
    }

    private static String suggested(String family) {
        String plain = family.toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z0-9-]+", "-").replaceAll("^[^a-z]+",
                "");
        return plain.isEmpty() ? "my-family" : plain.substring(0, Math.min(63, plain.length()));
    }

    private Source source(SpecObject root) {
        Source nothing = new Source.Files("", Map.of());
        if (!root.has("source")) {
            root.problem("source", "is missing. Maybe source: {files: sales.csv}");
            return nothing;
        }
        SpecObject source = root.object("source");
        String kind = source.oneOf(List.of("files", "jdbc", "kafka"), "files: sales.csv");
        Map<String, String> tables = source.namedTexts("tables");
        Source read = switch (kind) {
            case "files" -> new Source.Files(source.requiredName("files", "files: sales.csv"), tables);
            case "jdbc" -> jdbc(source.object("jdbc"), tables);
            case "kafka" -> {
                source.problem("kafka", "is not yet supported. Maybe files or jdbc");
                yield nothing;
            }
            case null, default -> nothing;
        };
        source.end();
        return read;
    }

    private static Source jdbc(SpecObject jdbc, Map<String, String> tables) {
        Source.Jdbc source = new Source.Jdbc(jdbc.requiredName("connection", "connection: erp"),
                jdbc.requiredText("query", "query: SELECT * FROM sales"), jdbc.namedTexts("tables"), tables);
        jdbc.end();
        return source;
    }

    private static @Nullable Time time(SpecObject root) {
        if (!root.has("time")) {
            return null;
        }
        if (root.isText("time")) {
            return new Time(root.requiredName("time", "time: day"), null, null, null, null, null);
        }
        SpecObject time = root.object("time");
        Time read = new Time(time.requiredName("column", "column: day"),
                time.<@Nullable TimeStep>choice("unit", null, STEPS),
                time.<@Nullable LocalDate>scalar("epoch", null, "a date. Maybe 1989-09-14", LocalDate::parse),
                time.<@Nullable TimeStep>choice("frequency", null, STEPS),
                time.<@Nullable ZoneId>scalar("zone", null, "a time zone. Maybe Europe/Berlin", ZoneId::of),
                calendar(time));
        if (read.epoch() != null && read.unit() == null) {
            time.problem("unit", "is missing beside the epoch. Maybe unit: week");
        }
        time.end();
        return read;
    }

    private static @Nullable Calendar calendar(SpecObject time) {
        List<String> texts = time.texts("calendar");
        try {
            return texts.isEmpty() ? null : Calendar.parse(texts);
        } catch (IllegalArgumentException e) {
            time.problem("calendar",
                    "%s is none of %s, no days of the week like [mon, tue], and no two dates or more. Maybe [business-days]"
                            .formatted(texts, Calendar.WORDS));
            return null;
        }
    }

    private static @Nullable String holidays(SpecObject calendar) {
        String country = calendar.name("holidays");
        calendar.end();
        return country;
    }

    private static Columns columns(SpecObject columns) {
        Columns read = new Columns(columns.texts("known"), columns.texts("observed"), columns.texts("static"),
                columns.texts("ignored"), columns.texts("id"), types(columns));
        columns.end();
        return read;
    }

    private static Map<String, DeclaredType> types(SpecObject columns) {
        Map<String, DeclaredType> types = new LinkedHashMap<>();
        columns.namedTexts("types").forEach((column, type) -> {
            try {
                types.put(column, DeclaredType.parse(type));
            } catch (IllegalArgumentException e) {
                columns.problem("types." + column, "[%s] is not one of %s, or date or timestamp with a format.%s"
                        .formatted(type, DeclaredType.names(), Closest.to(type, DeclaredType.names())
                                .map(" Maybe [%s]"::formatted).orElse(" Maybe date(%d.%m.%Y)")));
            }
        });
        return types;
    }

    private static Ingestion ingestion(SpecObject root) {
        Quality quality = root.choice("quality", Quality.TOLERANT, wires(Quality.values(), SpecJson::wire));
        SpecObject ingestion = root.object("ingestion");
        SpecObject guards = ingestion.object("guards");
        Ingestion read = new Ingestion(quality,
                guards.<@Nullable Double>scalar("vanishedKeys", null, "a share of keys. Maybe 5%", Quantities::share),
                guards.<@Nullable Double>scalar("rows", null, "a share of rows. Maybe -20%", Quantities::share),
                ingestion.scalar("retention", Ingestion.USUAL_RETENTION, "a length of time. Maybe 30d or 8w",
                        Quantities::days),
                ingestion.flag("fullRefresh"));
        guards.end();
        ingestion.end();
        return read;
    }

    private static @Nullable Forecast forecast(SpecObject root, @Nullable Task task) {
        if (!root.has("forecast")) {
            if (task == Task.FORECAST) {
                root.problem("forecast", "is missing for the task [forecast]. Maybe forecast: {horizon: 12}");
            }
            return null;
        }
        SpecObject forecast = root.object("forecast");
        if (!forecast.has("horizon")) {
            forecast.problem("horizon", "is missing. Maybe horizon: 12");
        }
        Forecast read = new Forecast(forecast.integer("gap", 0, 0, 10_000), forecast.integer("horizon", 1, 1, 10_000),
                forecast.choice("from", Origin.FAMILY_END, wires(Origin.values(), SpecJson::wire)));
        forecast.end();
        return read;
    }

    private Training training(SpecObject root, Task task) {
        SpecObject training = root.object("training");
        Training read = new Training(algorithms(training),
                training.choice("metric", Metric.defaultOf(task), METRICS),
                training.choice("point", Point.AUTO, wires(Point.values(), SpecJson::wire)),
                training.integer("windows", 3, 1, 100),
                training.<@Nullable History>scalar("history", null, "a length of time. Maybe 5y, 18mo, 26w or 90d",
                        Quantities::history),
                training.integer("minimumRows", 20, 1, 1_000_000_000),
                training.scalar("errorBudget", ErrorBudget.DEFAULT, "a share or a count of keys. Maybe 1% or 10",
                        ErrorBudget::parse),
                training.scalar("timeout", Duration.ofSeconds(60), "a duration. Maybe 60s or 5m",
                        Quantities::duration),
                selectionEvery(training.object("selection")), budget(training));
        training.end();
        return read;
    }

    private static int selectionEvery(SpecObject selection) {
        int every = selection.integer("every", 1, 1, 1_000);
        selection.end();
        return every;
    }

    private static @Nullable Budget budget(SpecObject training) {
        if (!training.has("budget")) {
            return null;
        }
        SpecObject budget = training.object("budget");
        String kind = budget.oneOf(List.of("total", "perThousandKeys"), "{total: 10m}");
        Duration total = time(budget, "total");
        Duration perThousandKeys = time(budget, "perThousandKeys");
        budget.end();
        Duration time = total == null ? perThousandKeys : total;
        return kind == null || time == null ? null : new Budget(time, total == null);
    }

    private static @Nullable Duration time(SpecObject budget, String field) {
        return budget.<@Nullable Duration>scalar(field, null, "a duration. Maybe 100s or 10m", Quantities::duration);
    }

    /** Names, or names with settings: {@code [ridge, {boosted-trees: {trees: 50}}]}. */
    private static List<AlgorithmChoice> algorithms(SpecObject training) {
        List<AlgorithmChoice> algorithms = new ArrayList<>();
        Map<String, Map<String, String>> named = training.namedSettings("algorithms");
        named.forEach((name, settings) -> {
            String at = "algorithms[" + algorithms.size() + "]";
            if (name.equals("auto") && named.size() > 1) {
                training.problem(at, "[auto] stands alone. Maybe leave out the others");
            } else if (!name.equals("auto") && !ALGORITHM.matcher(name).matches()) {
                training.problem(at,
                        "[%s] must be a lower-case letter, then up to 62 of a-z, 0-9 and -. Maybe [ridge]"
                                .formatted(name));
            }
            algorithms.add(new AlgorithmChoice(name, settings));
        });
        algorithms.removeIf(choice -> choice.name().equals("auto"));
        return algorithms;
    }

    private static @Nullable Reconcile reconcile(SpecObject root) {
        if (!root.isGroup("reconcile")) {
            List<String> by = root.texts("reconcile");
            return by.isEmpty() ? null : new Reconcile(by, Method.BOTTOM_UP);
        }
        SpecObject reconcile = root.object("reconcile");
        List<String> by = reconcile.texts("by");
        if (by.isEmpty()) {
            reconcile.problem("by", "is missing. Maybe by: [region, store]");
        }
        Method method = reconcile.choice("method", Method.BOTTOM_UP, wires(Method.values(), SpecJson::wire));
        reconcile.end();
        return new Reconcile(by, method);
    }

    private static Promotion promotion(SpecObject promotion) {
        List<Rule> rules = new ArrayList<>();
        for (SpecObject object : promotion.objects("rules")) {
            Rule rule = rule(object);
            if (rule != null) {
                rules.add(rule);
            }
        }
        Approval approval = promotion.choice("approval", Approval.AUTOMATIC,
                wires(Approval.values(), SpecJson::wire));
        promotion.end();
        return new Promotion(approval, rules);
    }

    private static @Nullable Rule rule(SpecObject rule) {
        String metric = rule.requiredName("metric", "metric: mape");
        Set<String> choices = new LinkedHashSet<>(METRICS.keySet());
        choices.add(Rule.ROWS);
        if (!metric.isEmpty() && !choices.contains(metric)) {
            rule.problem("metric", "[%s] is not one of %s.%s".formatted(metric, choices,
                    SpecProblems.advice(metric, choices)));
        }
        Double atMost = rule.number("atMost");
        Double atLeast = rule.number("atLeast");
        Rule.WorseThanChampionByAtMost margin = rule.<Rule.@Nullable WorseThanChampionByAtMost>scalar(
                "worseThanChampionByAtMost", null, "a share or an amount from 0. Maybe 2%", Quantities::margin);
        String kind = rule.oneOf(List.of("atMost", "atLeast", "worseThanChampionByAtMost"), "atMost: 60");
        rule.end();
        Rule.Bound bound = switch (kind) {
            case "atMost" -> atMost == null ? null : new Rule.AtMost(atMost);
            case "atLeast" -> atLeast == null ? null : new Rule.AtLeast(atLeast);
            case "worseThanChampionByAtMost" -> margin;
            case null, default -> null;
        };
        return bound == null ? null : new Rule(metric, bound);
    }

    private static Scoring scoring(SpecObject root, Task task) {
        SpecObject scoring = root.object("scoring");
        List<Integer> usual = task == Task.CLASSIFICATION ? List.of() : List.of(80, 95);
        Scoring read = new Scoring(
                scoring.choice("rows", task == Task.FORECAST ? Rows.HORIZON : Rows.UNLABELLED,
                        wires(Rows.values(), SpecJson::wire)),
                scoring.integers("intervals", usual, 1, 99), scoring.flag("explanations"));
        scoring.end();
        return read;
    }

    private static Reporting reporting(SpecObject reporting) {
        Reporting read = new Reporting(reporting.integer("actuals", 0, 0, 10_000));
        reporting.end();
        return read;
    }

    private static @Nullable Schedule schedule(SpecObject root) {
        if (!root.has("schedule")) {
            return null;
        }
        SpecObject schedule = root.object("schedule");
        String cron = schedule.requiredName("cron", "cron: \"0 2 * * *\"");
        if (!cron.isEmpty() && !SpecChecks.isCron(cron)) {
            schedule.problem("cron",
                    "[%s] is not a cron expression of five fields. Maybe \"0 2 * * *\"".formatted(cron));
        }
        ZoneId zone = schedule.scalar("zone", ZoneOffset.UTC, "a time zone. Maybe UTC or Europe/Berlin", ZoneId::of);
        schedule.end();
        return new Schedule(cron, zone);
    }

    private static <T> Map<String, T> wires(T[] values, Function<T, String> wire) {
        Map<String, T> wires = new LinkedHashMap<>();
        for (T value : values) {
            wires.put(wire.apply(value), value);
        }
        return wires;
    }
}
