package io.manymodels.family;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.parser.CronParser;
import io.manymodels.family.FamilySpec.Columns;
import io.manymodels.family.FamilySpec.Rows;
import io.manymodels.problem.Closest;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How the fields of a spec fit together. */
final class SpecChecks {

    private static final CronParser CRON = new CronParser(
            CronDefinitionBuilder.instanceDefinitionFor(CronType.SPRING53));
    private static final int LONGEST_NAME_BYTES = 63;
    private static final Pattern SQL_NAME = Pattern.compile("[a-z_][a-z0-9_]{0,62}");

    private final FamilySpec spec;
    private final SpecProblems problems;

    private SpecChecks(FamilySpec spec, SpecProblems problems) {
        this.spec = spec;
        this.problems = problems;
    }

    /** @param declared the task as written, null when it is missing or wrong: then what depends on it is not judged */
    static void check(FamilySpec spec, @Nullable Task declared, SpecProblems problems) {
        SpecChecks checks = new SpecChecks(spec, problems);
        checks.names();
        checks.oneRoleAColumn();
        checks.types();
        checks.holidays();
        checks.actuals();
        checks.group();
        checks.reconcile();
        checks.tables();
        if (declared != null) {
            checks.task(declared);
        }
    }

    /** Whether Spring, which runs schedules with a second in front, understands these five fields. */
    static boolean isCron(String cron) {
        if (cron.strip().split("\\s+").length != 5) {
            return false;
        }
        try {
            CRON.parse("0 " + cron.strip()).validate();
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private void names() {
        for (int i = 0; i < spec.key().size(); i++) {
            outputName("key[" + i + "]", spec.key().get(i));
        }
        if (spec.time() != null && !spec.time().column().isEmpty()) {
            outputName("time.column", spec.time().column());
        }
        for (int i = 0; i < spec.columns().id().size(); i++) {
            outputName("columns.id[" + i + "]", spec.columns().id().get(i));
        }
    }

    private void outputName(String path, String column) {
        if (column.chars().anyMatch(Character::isISOControl)
                || column.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME_BYTES) {
            problems.add(path,
                    "[%s] must be 63 bytes at most, without line breaks, because it names a column of the predictions. Maybe rename it in the transform"
                            .formatted(column));
        }
    }

    private void oneRoleAColumn() {
        Map<String, String> taken = new LinkedHashMap<>();
        for (String column : spec.key()) {
            taken.put(column, "a key column");
        }
        if (spec.time() != null) {
            role(taken, "time.column", spec.time().column(), "the time column");
        }
        role(taken, "target", spec.target(), "the target");
        Columns columns = spec.columns();
        roles(taken, "known", columns.known());
        roles(taken, "observed", columns.observed());
        roles(taken, "static", columns.statics());
        roles(taken, "ignored", columns.ignored());
        roles(taken, "id", columns.id());
    }

    private void roles(Map<String, String> taken, String list, List<String> columns) {
        for (int i = 0; i < columns.size(); i++) {
            role(taken, "columns." + list + "[" + i + "]", columns.get(i), "in columns." + list);
        }
    }

    private void role(Map<String, String> taken, String path, String column, String role) {
        String before = column.isEmpty() ? null : taken.putIfAbsent(column, role);
        if (before != null) {
            problems.add(path, "[%s] is already %s. Maybe leave it out here".formatted(column, before));
        }
    }

    /** A key is never a floating-point number, because then different texts could be one key. */
    private void types() {
        spec.columns().types().forEach((column, type) -> {
            boolean fraction = type.kind() == DeclaredType.Kind.NUMBER
                    || type.kind() == DeclaredType.Kind.DECIMAL_COMMA || type.kind() == DeclaredType.Kind.DECIMAL_POINT;
            if (fraction && spec.key().contains(column)) {
                problems.add("columns.types." + column,
                        "[%s] may have a fraction, and [%s] is a key column. Maybe [text], which keeps it as written"
                                .formatted(type, column));
            }
        });
        if (spec.time() != null && spec.time().calendar() != null && spec.time().unit() != null) {
            problems.add("time.calendar", "%s does not fit a time that counts units. Maybe leave out the unit"
                    .formatted(spec.time().calendar().texts()));
        }
        if (spec.time() != null && spec.time().zone() != null && spec.time().unit() != null) {
            problems.add("time.zone", "[%s] does not fit a time that counts units. Maybe leave out the unit"
                    .formatted(spec.time().zone()));
        }
    }

    private void holidays() {
        if (spec.holidays() != null && spec.time() == null) {
            problems.add("calendar.holidays", "[%s] does not fit rows without a time. Maybe time: {column: day}"
                    .formatted(spec.holidays()));
        }
    }

    private void actuals() {
        if (spec.reporting().actuals() > 0 && spec.time() == null) {
            problems.add("reporting.actuals", "[%d] does not fit rows without a time. Maybe time: {column: day}"
                    .formatted(spec.reporting().actuals()));
        }
    }

    private void group() {
        for (int i = 0; i < spec.group().size(); i++) {
            String column = spec.group().get(i);
            if (!spec.key().contains(column)) {
                problems.add("group[" + i + "]", "[%s] is not one of the key columns %s.%s".formatted(column,
                        spec.key(), SpecProblems.advice(column, spec.key())));
            }
        }
        if (!spec.group().isEmpty() && spec.group().containsAll(spec.key())) {
            problems.add("group", "%s makes every key a group of its own. Maybe leave out [%s]".formatted(spec.group(),
                    spec.group().getLast()));
        }
    }

    private void reconcile() {
        if (spec.reconcile() == null) {
            return;
        }
        List<String> by = spec.reconcile().by();
        List<String> constant = Stream.concat(spec.key().stream(), spec.columns().statics().stream()).toList();
        for (int i = 0; i < by.size(); i++) {
            if (!constant.contains(by.get(i))) {
                problems.add("reconcile",
                        "[%s] is neither a key column nor in columns.static: %s. Maybe %s".formatted(by.get(i),
                                constant,
                                Closest.to(by.get(i), constant).map("[%s]"::formatted)
                                        .orElse("columns: {static: [%s]}".formatted(by.get(i)))));
            }
        }
        if (by.containsAll(spec.key())) {
            problems.add("reconcile", "%s makes every key a group of its own. Maybe leave out [%s]".formatted(by,
                    by.getLast()));
        }
        if (spec.reconcile().method() == FamilySpec.Reconcile.Method.MINT) {
            mint();
        }
    }

    private void mint() {
        String path = "reconcile.method";
        if (spec.scoring().intervals().isEmpty()) {
            problems.add(path,
                    "[mint] moves each key by how wide its interval is, and there is none. Maybe scoring: {intervals: [80]}");
        }
        if (spec.scoring().rows() != Rows.HORIZON) {
            problems.add(path, "[mint] does not fit scoring.rows [%s]. Maybe [horizon]"
                    .formatted(SpecJson.wire(spec.scoring().rows())));
        }
        if (spec.forecast() != null && spec.forecast().from() == FamilySpec.Origin.OWN_END) {
            problems.add(path,
                    "[mint] does not fit forecast.from [own-end], where keys have no times in common. Maybe [bottom-up]");
        }
    }

    private void tables() {
        spec.source().tables().keySet().forEach(name -> tableName("source.tables." + name, name));
        if (spec.source() instanceof FamilySpec.Source.Jdbc jdbc) {
            jdbc.queries().keySet().forEach(name -> {
                tableName("source.jdbc.tables." + name, name);
                if (jdbc.tables().containsKey(name)) {
                    problems.add("source.jdbc.tables." + name,
                            "[%s] is also in source.tables. Maybe rename one".formatted(name));
                }
            });
        }
    }

    private void tableName(String path, String name) {
        if (!SQL_NAME.matcher(name).matches() || name.equals("source")) {
            problems.add(path,
                    "[%s] must be lower-case letters, digits and _, and not [source]. Maybe [stores]".formatted(name));
        }
    }

    private void task(Task task) {
        if (task == Task.FORECAST && spec.time() == null) {
            problems.add("time", "is missing for the task [forecast]. Maybe time: {column: day}");
        }
        if (task != Task.FORECAST && spec.forecast() != null) {
            problems.add("forecast", "does not fit the task [%s]. Maybe task: forecast".formatted(task.wire()));
        }
        if (task != Task.FORECAST && spec.scoring().rows() == Rows.HORIZON) {
            problems.add("scoring.rows",
                    "[horizon] does not fit the task [%s]. Maybe [unlabelled]".formatted(task.wire()));
        }
        if (task != Task.FORECAST && spec.reconcile() != null) {
            problems.add("reconcile", "%s does not fit the task [%s], which has no sums by time. Maybe task: forecast"
                    .formatted(spec.reconcile().by(), task.wire()));
        }
        if (task == Task.CLASSIFICATION && !spec.scoring().intervals().isEmpty()) {
            problems.add("scoring.intervals", "%s does not fit the task [classification]. Maybe leave it out"
                    .formatted(spec.scoring().intervals()));
        }
        metrics(task);
    }

    private void metrics(Task task) {
        Metric metric = spec.training().metric();
        if (!metric.fits(task)) {
            misfit("training.metric", metric, task);
        } else if (!metric.selects()) {
            problems.add("training.metric",
                    "[%s] cannot choose between models: a useless one may have the best value. Maybe [%s]"
                            .formatted(metric.wire(), metric == Metric.BIAS ? "mae" : "winkler"));
        }
        List<Rule> rules = spec.promotion().rules();
        for (int i = 0; i < rules.size(); i++) {
            String path = "promotion.rules[" + i + "].metric";
            Rule rule = rules.get(i);
            for (Metric known : Metric.values()) {
                if (known.wire().equals(rule.metric()) && !known.fits(task)) {
                    misfit(path, known, task);
                }
            }
            if (rule.metric().equals(Rule.ROWS) && rule.bound() instanceof Rule.WorseThanChampionByAtMost) {
                problems.add(path, "[rows] has no better or worse. Maybe atLeast");
            }
        }
    }

    /**
     * What one that is handed in must fulfil as well: an accepted spec may have been accepted before it was asked for.
     *
     * @param known algorithms that training has; empty where that is not known
     */
    static void checkAtTheDoor(FamilySpec spec, Collection<KnownAlgorithm> known, SpecProblems problems) {
        if (!known.isEmpty()) {
            KnownAlgorithm.problems(spec.task(), spec.training().algorithms(), known)
                    .forEach(problem -> problems.add(problem.path(), problem.message()));
        }
        if (spec.training().metric() == Metric.WINKLER && spec.scoring().intervals().isEmpty()) {
            problems.add("training.metric",
                    "[winkler] measures the first of scoring.intervals, and there is none. Maybe scoring: {intervals: [80]}");
        }
        List<Rule> rules = spec.promotion().rules();
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            if (rule.bound() instanceof Rule.WorseThanChampionByAtMost && Metric.named(rule.metric())
                    .filter(metric -> metric.direction() == Metric.Direction.NONE).isPresent()) {
                problems.add("promotion.rules[" + i + "].metric",
                        "[%s] has no better or worse. Maybe atLeast, or [winkler]".formatted(rule.metric()));
            }
        }
    }

    private void misfit(String path, Metric metric, Task task) {
        problems.add(path, "[%s] does not fit the task [%s]. Maybe [%s]".formatted(metric.wire(),
                task.wire(), Metric.defaultOf(task).wire()));
    }
}
