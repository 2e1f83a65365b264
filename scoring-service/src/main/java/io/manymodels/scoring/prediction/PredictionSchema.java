package io.manymodels.scoring.prediction;

import io.manymodels.family.OurColumns;
import io.manymodels.scoring.parquet.ColumnKind;
import io.manymodels.scoring.prediction.PredictionColumn.Role;
import io.manymodels.sql.ProbabilityColumns;
import io.manymodels.sql.SqlIdentifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The columns of a run's predictions, in order: key, time, the answer, which model gave it, and the run's constants.
 *
 * @param intervals coverages in percent; empty for classification
 * @param labels what a classification may answer, in the order of the {@code probability_} columns; else empty
 */
public record PredictionSchema(List<PredictionColumn> columns, List<Integer> intervals, List<String> labels) {

    /** What each prediction is made of, where somebody asked for it. */
    public static final String EXPLANATION = "explanation";
    /** Which model answered. */
    public static final String RUNG = "rung";
    public static final String MODEL_VERSION = "model_version";
    static final String ACTUAL = "actual";
    static final String RELEASE = "release";
    static final String RUN_ID = "run_id";
    static final String SCORED_AT = "scored_at";

    public PredictionSchema {
        columns = List.copyOf(columns);
        intervals = List.copyOf(intervals);
        labels = List.copyOf(labels);
    }

    /**
     * The schema of a forecast or regression. Where a column of the family is called like one of ours, the family's gives way in
     * the tables, which nobody but us reads, and ours wherever it is shown.
     *
     * @param own the key columns, the time column, and what else identifies a row
     * @param intervals coverages in percent
     */
    public static PredictionSchema ofNumbers(List<PredictionColumn> own, String target, List<Integer> intervals) {
        List<PredictionColumn> columns = new ArrayList<>(own);
        columns.add(answer("prediction", ColumnKind.DOUBLE, "Predicted " + target + ", in its own unit"));
        for (int coverage : intervals) {
            String text = " end of the interval that holds the actual value with " + coverage + " % probability";
            columns.add(answer("lower_" + coverage, ColumnKind.DOUBLE, "Lower" + text));
            columns.add(answer("upper_" + coverage, ColumnKind.DOUBLE, "Upper" + text));
        }
        return finished(columns, intervals, List.of());
    }

    /** The schema of a classification; otherwise as {@link #ofNumbers}. */
    public static PredictionSchema ofLabels(List<PredictionColumn> own, String target, List<String> labels) {
        List<PredictionColumn> columns = new ArrayList<>(own);
        columns.add(answer("prediction", ColumnKind.TEXT, "Most probable " + target));
        columns.add(answer("label", ColumnKind.TEXT, "Most probable " + target + ", the same as prediction"));
        List<String> probabilities = ProbabilityColumns.of(labels);
        for (int i = 0; i < labels.size(); i++) {
            columns.add(answer(probabilities.get(i), ColumnKind.DOUBLE,
                    "Probability, 0 to 1, that " + target + " is " + labels.get(i)));
        }
        return finished(columns, List.of(), labels);
    }

    private static PredictionSchema finished(List<PredictionColumn> columns, List<Integer> intervals,
            List<String> labels) {
        columns.add(answer("known_carried", ColumnKind.BOOLEAN,
                "Whether a column known ahead had no future value, so that its last one was carried forward"));
        columns.add(new PredictionColumn(RUNG, ColumnKind.TEXT, Role.MODEL,
                "Which step of the fallback ladder answered: own, previous, group, family or baseline"));
        columns.add(new PredictionColumn(MODEL_VERSION, ColumnKind.INTEGER, Role.MODEL,
                "Id in reporting.model_versions of the model"));
        columns.add(constant(RELEASE, ColumnKind.INTEGER, "Number of the release that assigned the model"));
        columns.add(constant(RUN_ID, ColumnKind.TEXT, "Scoring run, as in reporting.runs"));
        columns.add(constant(SCORED_AT, ColumnKind.TIMESTAMP, "When the run was planned"));
        return named(columns, intervals, labels);
    }

    /** The same, where each prediction says what it is made of as well. */
    public PredictionSchema explained() {
        List<PredictionColumn> more = new ArrayList<>(columns);
        int place = (int) columns.stream().filter(column -> column.role() != Role.CONSTANT).count();
        more.add(place, answer(EXPLANATION, ColumnKind.JSON,
                "What it is made of: scale, base, contributions by column, and the score that they add up to"));
        return named(more, intervals, labels);
    }

    private static PredictionSchema named(List<PredictionColumn> columns, List<Integer> intervals,
            List<String> labels) {
        List<String> stored = new ArrayList<>(PredictionTables.OWN);
        columns.stream().filter(column -> !isOwn(column)).map(PredictionColumn::name).forEach(stored::add);
        intervals.stream().flatMap(coverage -> Stream.of("lower_" + coverage, "upper_" + coverage))
                .map(PredictionTables::ofLine).forEach(stored::addAll);
        List<String> shown = new ArrayList<>(
                columns.stream().filter(PredictionSchema::isOwn).map(PredictionColumn::shown).toList());
        // Two columns of the family stay two as well, and so do two of ours.
        columns.replaceAll(column -> {
            if (isOwn(column)) {
                stored.add(SqlIdentifier.beside(stored, column.shown()));
                return column.storedAs(stored.getLast());
            }
            shown.add(SqlIdentifier.fitting(new OurColumns(shown).called(column.name())));
            return column.shownAs(shown.getLast());
        });
        return new PredictionSchema(columns, intervals, labels);
    }

    private static boolean isOwn(PredictionColumn column) {
        return switch (column.role()) {
            case KEY, TIME, ID -> true;
            case ANSWER, MODEL, CONSTANT -> false;
        };
    }

    private static PredictionColumn answer(String name, ColumnKind kind, String comment) {
        return new PredictionColumn(name, kind, Role.ANSWER, comment);
    }

    private static PredictionColumn constant(String name, ColumnKind kind, String comment) {
        return new PredictionColumn(name, kind, Role.CONSTANT, comment);
    }

    /** The columns that may differ between two rows of a key. */
    public List<PredictionColumn> ofRows() {
        return columns.stream().filter(column -> switch (column.role()) {
            case TIME, ID, ANSWER -> true;
            case KEY, MODEL, CONSTANT -> false;
        }).toList();
    }

    /** The columns of rows of actual values: time and value; none for families without time. */
    public List<PredictionColumn> ofActuals() {
        return time().map(time -> List.of(time, answer(ACTUAL, isLabelled() ? ColumnKind.TEXT : ColumnKind.DOUBLE,
                "What came to pass: the target in the source, as of the snapshot that was scored")
                .shownAs(new OurColumns(
                        columns.stream().filter(PredictionSchema::isOwn).map(PredictionColumn::shown).toList())
                        .called(ACTUAL))))
                .orElse(List.of());
    }

    /** The columns that are the same for all rows of a key. */
    public List<PredictionColumn> ofKeys() {
        return columns.stream().filter(column -> column.role() == Role.KEY || column.role() == Role.MODEL).toList();
    }

    /** Whether what is the same for all rows of a key has a table of its own, as it has not in runs that an older build planned. */
    public boolean isSplit() {
        return columns.stream().anyMatch(column -> column.role() == Role.MODEL);
    }

    /** The key columns, in the spec's order. */
    public List<PredictionColumn> key() {
        return columns.stream().filter(column -> column.role() == Role.KEY).toList();
    }

    /** The family's time column; none for tabular tasks without time. */
    Optional<PredictionColumn> time() {
        return columns.stream().filter(column -> column.role() == Role.TIME).findFirst();
    }

    /** The columns that identify rows besides key and time. */
    public List<PredictionColumn> ids() {
        return columns.stream().filter(column -> column.role() == Role.ID).toList();
    }

    /** Whether a column is an end of an interval. */
    boolean isBound(PredictionColumn column) {
        return column.role() == Role.ANSWER && intervals.stream().anyMatch(
                coverage -> column.name().equals("lower_" + coverage) || column.name().equals("upper_" + coverage));
    }

    /** Whether rows say what they are made of. */
    public boolean isExplained() {
        return columns.stream().anyMatch(column -> column.kind() == ColumnKind.JSON);
    }

    /** Whether rows hold a label and probabilities instead of a number. */
    public boolean isLabelled() {
        return columns.stream()
                .anyMatch(column -> column.name().equals("prediction") && column.kind() == ColumnKind.TEXT);
    }

    /** The probability columns, in the order of the labels. */
    public List<String> probabilityColumns() {
        return columns.stream()
                .filter(column -> column.role() == Role.ANSWER && column.name().startsWith(ProbabilityColumns.PREFIX))
                .map(PredictionColumn::name).toList();
    }
}
