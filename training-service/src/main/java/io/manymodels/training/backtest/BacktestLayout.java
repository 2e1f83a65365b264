package io.manymodels.training.backtest;

import io.manymodels.catalog.Snapshot;
import io.manymodels.family.FamilySpec;
import io.manymodels.family.OurColumns;
import io.manymodels.family.Task;
import io.manymodels.rows.Column;
import io.manymodels.rows.ColumnRole;
import io.manymodels.rows.ColumnType;
import io.manymodels.sql.ProbabilityColumns;
import io.manymodels.sql.SqlIdentifier;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The columns of a family's backtest: the key columns and the time in the family's own types, then what was predicted. A name
 * without more is that of the table.
 *
 * @param keys key columns, in the spec's order
 * @param time the time column's place among the columns, -1 without
 * @param ids what else identifies a row, in the snapshot's order; they stand behind key and time
 * @param cutoff type of the cutoff, or of the fold that stands in its place
 * @param classes whether it is a classification
 * @param intervals coverages in percent; empty for classifications
 * @param scaled whether it tells the errors of the seasonal naive forecast in training
 * @param labels the classes, in the order of their probability columns; empty for other tasks
 * @param columns all columns, in order
 */
record BacktestLayout(List<BacktestColumn> keys, int time, List<BacktestColumn> ids, BacktestColumn.Type cutoff,
        boolean classes,
        List<Integer> intervals, boolean scaled, List<String> labels, List<BacktestColumn> columns) {

    private static final Set<String> RESERVED = Set.of("row_id", "cutoff", "fold", "actual", "prediction", "algorithm",
            "rung", "naive_error", "naive_square");

    static BacktestLayout of(FamilySpec spec, Snapshot snapshot, BacktestParameters parameters) {
        boolean classes = spec.task() == Task.CLASSIFICATION;
        Set<String> ours = new HashSet<>(RESERVED);
        for (int interval : classes ? List.<Integer>of() : spec.scoring().intervals()) {
            ours.addAll(List.of("lower_" + interval, "upper_" + interval));
        }
        List<String> labels = classes ? snapshot.labels() : List.of();
        List<String> probabilities = ProbabilityColumns.of(labels);
        ours.addAll(probabilities);
        List<BacktestColumn> columns = new ArrayList<>();
        for (String key : spec.key()) {
            columns.add(own(ours, key, type(column(snapshot, key).type()), "Key column " + key + " of the family"));
        }
        List<BacktestColumn> keys = List.copyOf(columns);
        int time = -1;
        BacktestColumn.Type timeType = BacktestColumn.Type.BIGINT;
        for (Column column : snapshot.columns()) {
            if (column.role() == ColumnRole.TIME && snapshot.timeAxis() != null) {
                time = columns.size();
                timeType = switch (snapshot.timeAxis().kind()) {
                    case INTEGER -> BacktestColumn.Type.BIGINT;
                    case DATE -> BacktestColumn.Type.DATE;
                    case TIMESTAMP -> BacktestColumn.Type.TIMESTAMP;
                };
                columns.add(own(ours, column.name(), timeType, "Time of the row that was predicted"));
            }
        }
        List<BacktestColumn> ids = new ArrayList<>();
        for (Column column : snapshot.columns()) {
            if (column.role() == ColumnRole.ID) {
                ids.add(own(ours, column.name(), type(column.type()),
                        "Identifies the row: column %s, as in the source".formatted(column.name())));
            }
        }
        columns.addAll(ids);
        int own = columns.size();
        boolean folds = parameters.folds() != null;
        columns.add(folds
                ? new BacktestColumn("fold", BacktestColumn.Type.BIGINT, "Fold that held the row out, from 0")
                : new BacktestColumn("cutoff", timeType, "Last time that the model had seen"));
        BacktestColumn.Type value = classes ? BacktestColumn.Type.TEXT : BacktestColumn.Type.DOUBLE;
        columns.add(new BacktestColumn("actual", value, "What came to pass: " + spec.target()));
        columns.add(new BacktestColumn("prediction", value,
                (classes ? "The most probable label" : "The point prediction of " + spec.target())
                        + "; null where the key has no row before the cutoff"));
        List<Integer> intervals = classes ? List.of() : spec.scoring().intervals();
        for (int interval : intervals) {
            columns.add(bound("lower", interval));
            columns.add(bound("upper", interval));
        }
        for (int i = 0; i < labels.size(); i++) {
            columns.add(new BacktestColumn(probabilities.get(i), BacktestColumn.Type.DOUBLE,
                    "Probability of the label " + labels.get(i)));
        }
        boolean scaled = spec.task() == Task.FORECAST;
        if (scaled) {
            columns.add(new BacktestColumn("naive_error", BacktestColumn.Type.DOUBLE,
                    "Mean absolute error of the seasonal naive forecast in the rows up to the cutoff: what mase divides by"));
            columns.add(new BacktestColumn("naive_square", BacktestColumn.Type.DOUBLE,
                    "Mean squared error of the seasonal naive forecast in the rows up to the cutoff: what rmsse divides by"));
        }
        columns.add(new BacktestColumn("algorithm", BacktestColumn.Type.TEXT, "Algorithm that predicted the row"));
        columns.add(new BacktestColumn("rung", BacktestColumn.Type.TEXT,
                "Step of the fallback ladder that answered: own, group, family or baseline"));
        giveWay(columns, own);
        return new BacktestLayout(keys, time, List.copyOf(ids), folds ? BacktestColumn.Type.BIGINT : timeType, classes,
                intervals,
                scaled, labels, List.copyOf(columns));
    }

    /** Name of the column that says with which rows a model was trained. */
    String origin() {
        return columns.stream().map(BacktestColumn::name).filter(name -> name.equals("cutoff") || name.equals("fold"))
                .findFirst().orElseThrow();
    }

    private static BacktestColumn bound(String side, int interval) {
        return new BacktestColumn(side + "_" + interval, BacktestColumn.Type.DOUBLE,
                "%s bound of the interval that should hold %d %% of the actual values".formatted(
                        side.equals("lower") ? "Lower" : "Upper", interval));
    }

    /** A column of the family, whose name in the table is then taken too. */
    private static BacktestColumn own(Set<String> taken, String column, BacktestColumn.Type type, String comment) {
        String name = SqlIdentifier.beside(taken, column);
        taken.add(name);
        return new BacktestColumn(name, column, type, comment);
    }

    /** Calls ours, which stand behind those of the family, otherwise where they are shown beside one of the same name. */
    private static void giveWay(List<BacktestColumn> columns, int own) {
        List<String> shown = new ArrayList<>(columns.subList(0, own).stream().map(BacktestColumn::shown).toList());
        columns.subList(own, columns.size()).replaceAll(column -> {
            shown.add(SqlIdentifier.fitting(new OurColumns(shown).called(column.name())));
            return column.shownAs(shown.getLast());
        });
    }

    private static Column column(Snapshot snapshot, String name) {
        return snapshot.columns().stream().filter(column -> column.name().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "Snapshot [%s] has no key column [%s]".formatted(snapshot.id(), name)));
    }

    private static BacktestColumn.Type type(ColumnType type) {
        return switch (type) {
            case INTEGER -> BacktestColumn.Type.BIGINT;
            case DOUBLE -> BacktestColumn.Type.DOUBLE;
            case BOOLEAN -> BacktestColumn.Type.BOOLEAN;
            case TEXT -> BacktestColumn.Type.TEXT;
            case DATE -> BacktestColumn.Type.DATE;
            case TIMESTAMP -> BacktestColumn.Type.TIMESTAMP;
        };
    }
}
