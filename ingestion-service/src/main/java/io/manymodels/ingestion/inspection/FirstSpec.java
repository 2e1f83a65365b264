package io.manymodels.ingestion.inspection;

import static io.manymodels.ingestion.sandbox.SqlText.identifier;

import io.manymodels.family.FamilySpec.Source;
import io.manymodels.ingestion.column.Relation;
import io.manymodels.ingestion.sandbox.Sandbox;
import io.manymodels.ingestion.sandbox.SandboxColumn;
import io.manymodels.ingestion.sandbox.SandboxLimits;
import io.manymodels.ingestion.source.SourceHints;
import io.manymodels.ingestion.source.SourceSample;
import io.manymodels.ingestion.source.SourceTable;
import io.manymodels.ingestion.source.Sources;
import io.manymodels.problem.ManyModelsException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Guesses a first spec from the beginning of files: the time is a column of dates, the target a number that is named like
 * one or the last, the key the fewest columns beside which no time repeats. Everything is for a person to look over.
 */
final class FirstSpec {

    private static final long BYTES = 4_000_000;
    private static final long ROWS = 100_000;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    /** Columns that are tried as a key, and most of them together. */
    private static final int MOST_CANDIDATES = 8;
    private static final int MOST_TOGETHER = 3;
    private static final int FEWEST_ROWS_A_KEY = 5;
    private static final int MOST_LABELS = 100;
    private static final Pattern TIME_NAME = Pattern
            .compile("(?i)(.*_)?(t|ts|time|timestamp|date|day|week|month|quarter|year|period)(_.*)?");
    private static final Pattern TARGET_NAME = Pattern.compile(
            "(?i)(.*_)?(y|target|sales|units|qty|quantity|demand|volume|amount|revenue|value|count|label|rent|load)(_.*)?");

    /** A time that lies in several columns, from its year on. */
    private static final List<String> PARTS_OF_A_TIME = List.of("year", "month", "day", "hour", "minute");

    private final Sandbox sandbox;
    private final String select;
    private final List<Facts> columns;
    private final long rows;

    private record Facts(SandboxColumn column, long values, long distinct) {
        String name() {
            return column.name();
        }

        boolean isTime() {
            return column.type().equals("DATE") || column.type().startsWith("TIMESTAMP");
        }

        boolean isNumber() {
            return column.type().equals("DOUBLE") || isWhole() || column.type().startsWith("DECIMAL");
        }

        boolean isWhole() {
            return column.type().equals("BIGINT") || column.type().equals("INTEGER");
        }
    }

    /** @param select what of the source the columns are */
    private FirstSpec(Sandbox sandbox, String select, List<Facts> columns, long rows) {
        this.sandbox = sandbox;
        this.select = select;
        this.columns = columns;
        this.rows = rows;
    }

    /**
     * @param files a path or glob below the landing folder, or {@code s3://bucket/prefix}
     * @param folder its own, existing and empty
     * @return YAML; INVALID {@code draft-impossible} where a key or a target cannot be found
     */
    static String of(String files, Sources sources, SandboxLimits limits, Path folder) {
        SourceSample sample = sources.sample(new Source.Files(files, Map.of()), folder, BYTES, ROWS);
        SourceTable table = sample.tables().getFirst();
        try (Sandbox sandbox = Sandbox.open(folder, table.inputs(), limits)) {
            sandbox.watch(TIMEOUT, () -> false);
            table.create(sandbox, new SourceHints(Set.of(), Map.of(), Map.of(), Set.of(), null, false), false);
            String select = select(sandbox.describe("SELECT * FROM " + identifier(Sources.SOURCE)));
            List<SandboxColumn> found = sandbox.describe(from(select));
            String counts = found.stream().map(column -> "count(%1$s), count(DISTINCT %1$s)".formatted(
                    identifier(column.name()))).collect(Collectors.joining(", "));
            List<Facts> columns = new ArrayList<>();
            long rows = sandbox.first("SELECT count(*), %s FROM (%s)".formatted(counts, from(select)),
                    row -> {
                        for (int i = 0; i < found.size(); i++) {
                            columns.add(new Facts(found.get(i), row.integer(1 + 2 * i), row.integer(2 + 2 * i)));
                        }
                        return row.integer(0);
                    }).orElse(0L);
            return new FirstSpec(sandbox, select, columns, rows).yaml(files);
        }
    }

    private static String from(String select) {
        return "SELECT %s FROM %s".formatted(select, Sources.SOURCE);
    }

    /** All columns; where none is a time and whole numbers are its year, month and so on, these as one. */
    private static String select(List<SandboxColumn> found) {
        List<Facts> all = found.stream().map(column -> new Facts(column, 0, 0)).toList();
        List<String> parts = new ArrayList<>();
        for (String part : PARTS_OF_A_TIME) {
            Optional<String> column = all.stream()
                    .filter(one -> one.isWhole() && one.name().equalsIgnoreCase(part)).map(Facts::name).findFirst();
            if (column.isEmpty()) {
                break;
            }
            parts.add(identifier(column.get()));
        }
        if (parts.size() < 2 || all.stream().anyMatch(Facts::isTime)) {
            return "*";
        }
        List<String> given = new ArrayList<>(parts);
        while (given.size() < 3) {
            given.add("1");
        }
        boolean days = given.size() == 3;
        while (!days && given.size() < 6) {
            given.add("0");
        }
        return "%s(%s) AS %s, * EXCLUDE (%s)".formatted(days ? "make_date" : "make_timestamp",
                String.join(", ", given), free("time", all), String.join(", ", parts));
    }

    private String yaml(String files) {
        Facts dated = time().orElse(null);
        Written written = dated == null ? written().orElse(null) : null;
        Facts time = written == null ? dated : written.time();
        List<Facts> targets = targets(time);
        if (targets.isEmpty()) {
            throw impossible(files, "target");
        }
        Facts target = targets.stream().filter(column -> varies(column, key(time, column), time)).findFirst()
                .orElse(targets.getFirst());
        List<Facts> key = key(time, target);
        // Without groups all rows are of one key, which a transform can name.
        boolean whole = key.isEmpty();
        if (whole && (time == null ? columns.size() == 1 : time.distinct() < time.values())) {
            throw impossible(files, "key");
        }
        String all = free("series", columns);
        String row = free("row", columns);
        StringBuilder yaml = new StringBuilder();
        yaml.append(
                "# A guess from the first %d rows. Look it over, then: ./manymodels inspect SPEC%n".formatted(rows));
        yaml.append("family: ").append(family(files)).append('\n');
        yaml.append("source: {files: ").append(quoted(files)).append("}\n");
        if (whole) {
            yaml.append(
                    "transform: SELECT 'all' AS %s, %s%s FROM source # no column tells groups apart%n".formatted(all,
                            time == null ? "row_number() OVER () AS " + row + ", " : "", select));
        } else if (!select.equals("*")) {
            yaml.append("transform: ").append(from(select)).append('\n');
        }
        yaml.append("key: [").append(whole
                ? all
                : key.stream().map(column -> quoted(column.name())).collect(Collectors.joining(", "))).append("]\n");
        if (time != null) {
            yaml.append("time: ").append(quoted(time.name())).append('\n');
        }
        yaml.append("target: ").append(quoted(target.name())).append('\n');
        if (time != null && target.isNumber()) {
            yaml.append("task: forecast\nforecast: {horizon: 7} # how many steps ahead somebody has to know\n");
        } else {
            yaml.append("task: ").append(target.isNumber() ? "regression" : "classification").append('\n');
        }
        List<String> others = columns.stream()
                .filter(column -> !column.equals(time) && !column.equals(target) && !key.contains(column))
                .map(column -> quoted(column.name())).toList();
        if (whole && time == null) {
            yaml.append("columns: {id: [").append(row).append("]} # which row a prediction is for\n");
        }
        if (written != null) {
            yaml.append("columns: {types: {").append(quoted(written.time().name())).append(": ")
                    .append(quoted(written.type())).append("}}\n");
        }
        if (!others.isEmpty()) {
            yaml.append("# columns: {known: [..]} # which of %s are known ahead, like prices or holidays%n".formatted(
                    others));
        }
        return yaml.toString();
    }

    /** A name that no column has. */
    private static String free(String name, List<Facts> columns) {
        return columns.stream().map(Facts::name).anyMatch(name::equalsIgnoreCase) ? free(name + "_", columns) : name;
    }

    private Optional<Facts> time() {
        return columns.stream().filter(column -> column.isTime() && column.values() == rows).findFirst()
                .or(() -> columns.stream().filter(Facts::isTime).findFirst())
                .or(() -> columns.stream().filter(column -> column.isWhole() && column.distinct() > FEWEST_ROWS_A_KEY
                        && TIME_NAME.matcher(column.name()).matches()).findFirst());
    }

    /** @param type of {@code columns.types} by which the time is read */
    private record Written(Facts time, String type) {}

    /** A time that is written otherwise than ISO has it: 05.03.2024, 2024-03, 2024-W10. */
    private Optional<Written> written() {
        Relation source = new Relation(sandbox, Sources.SOURCE);
        return columns.stream().filter(column -> column.column().type().equals("VARCHAR") && column.values() == rows)
                .flatMap(column -> source.timeTypes(column.name()).stream().limit(1)
                        .map(type -> new Written(column, type)))
                .findFirst();
    }

    /** What may be the target, the likeliest first. */
    private List<Facts> targets(@Nullable Facts time) {
        List<Facts> numbers = columns.stream()
                .filter(column -> !column.equals(time) && column.isNumber() && column.distinct() > 2).toList();
        return Stream.of(numbers.stream().filter(column -> TARGET_NAME.matcher(column.name()).matches()),
                numbers.reversed().stream().filter(column -> !isCode(column)),
                columns.reversed().stream().filter(column -> !column.equals(time) && column.distinct() > 1
                        && column.distinct() <= MOST_LABELS && !column.isTime()))
                .flatMap(likely -> likely).distinct().toList();
    }

    /** Whether there is something to forecast: where a country lies stays the same. */
    private boolean varies(Facts target, List<Facts> key, @Nullable Facts time) {
        return time == null || key.isEmpty() || sandbox
                .first("SELECT max(n) > 1 FROM (SELECT count(DISTINCT %s) AS n FROM (%s) GROUP BY %s)".formatted(
                        identifier(target.name()), from(select),
                        key.stream().map(column -> identifier(column.name())).collect(Collectors.joining(", "))),
                        row -> row.flag(0))
                .orElse(false);
    }

    private static boolean isCode(Facts column) {
        return column.name().toLowerCase(Locale.ROOT).matches("(.*[_ ])?(id|nr|no|code|key)");
    }

    /** The fewest columns beside which no time repeats, which may be none; without a time, the first that groups rows. */
    private List<Facts> key(@Nullable Facts time, Facts target) {
        List<Facts> candidates = columns.stream()
                .filter(column -> !column.equals(time) && !column.equals(target) && !column.isTime()
                        && (column.isWhole() || column.column().type().equals("VARCHAR")) && column.distinct() > 0
                        && column.distinct() <= Math.max(1, rows / FEWEST_ROWS_A_KEY))
                .limit(MOST_CANDIDATES).toList();
        if (time != null && time.distinct() == time.values()) {
            // One series: what varies in it is no key, and what does not may be one of many beyond these rows.
            return candidates.stream().filter(column -> column.distinct() == 1).limit(1).toList();
        }
        if (time != null) {
            for (int size = 1; size <= Math.min(MOST_TOGETHER, candidates.size()); size++) {
                for (List<Facts> key : together(candidates, 0, size)) {
                    if (isUnique(key, time)) {
                        return key;
                    }
                }
            }
        }
        return candidates.stream().limit(1).toList();
    }

    private static List<List<Facts>> together(List<Facts> of, int from, int size) {
        if (size == 0) {
            return List.of(List.of());
        }
        List<List<Facts>> all = new ArrayList<>();
        for (int i = from; i < of.size(); i++) {
            for (List<Facts> rest : together(of, i + 1, size - 1)) {
                List<Facts> one = new ArrayList<>(List.of(of.get(i)));
                one.addAll(rest);
                all.add(one);
            }
        }
        return all;
    }

    private boolean isUnique(List<Facts> key, Facts time) {
        String names = key.stream().map(column -> identifier(column.name())).collect(Collectors.joining(", "));
        return sandbox
                .first("SELECT count(*) = count(DISTINCT (%1$s, %2$s)) FROM (%3$s) WHERE %2$s IS NOT NULL".formatted(
                        names, identifier(time.name()), from(select)), row -> row.flag(0))
                .orElse(false);
    }

    private static String family(String files) {
        String name = files.replaceAll("/+$", "").replaceAll(".*/", "").replaceAll("\\..*", "")
                .toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^[^a-z]+|-+$", "");
        return name.isEmpty() ? "my-family" : name.substring(0, Math.min(name.length(), 63));
    }

    /** A JSON text is a YAML text too. */
    private static String quoted(String text) {
        return text.matches("[A-Za-z_][A-Za-z0-9_./-]*") && !text.matches("(?i)y|n|yes|no|on|off|true|false|null")
                ? text
                : JsonMapper.shared().writeValueAsString(text);
    }

    private ManyModelsException impossible(String files, String what) {
        return ManyModelsException.invalid("draft-impossible",
                "[%s] has no column that looks like a %s among %s. Maybe write the spec by hand".formatted(files, what,
                        columns.stream().map(Facts::name).toList()));
    }
}
