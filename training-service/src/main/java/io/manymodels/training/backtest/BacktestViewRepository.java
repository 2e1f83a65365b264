package io.manymodels.training.backtest;

import io.manymodels.sql.SqlIdentifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The views of a family's latest complete backtest in schema {@code reporting}: its rows, and their errors as the metrics of the
 * platform define them.
 */
@Repository
class BacktestViewRepository {

    /** What some metrics divide errors by: in the rows beside it. */
    private static final Set<String> SCALES = Set.of("naive_error", "naive_square");

    private final JdbcClient jdbc;

    /** A column of a view and the expression behind it. */
    private record Shown(BacktestColumn column, String expression) {}

    BacktestViewRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Turns the family's views to a run. */
    void show(UUID run, String family, BacktestLayout layout) {
        String table = "training." + SqlName.table(run);
        make(SqlName.view(family),
                layout.columns().stream().map(column -> new Shown(column, SqlName.quoted(column.name()))).toList(),
                table,
                "What the models of family %s would have predicted at earlier cutoffs: the latest complete backtest, run %s"
                        .formatted(family, run));
        make(SqlName.errors(family), errors(layout),
                table + " WHERE actual IS NOT NULL AND prediction IS NOT NULL",
                "How far predictions of family %s were off at earlier cutoffs: the latest complete backtest, run %s"
                        .formatted(family, run));
    }

    /** Takes the views of a family away. */
    void drop(String family) {
        for (String view : List.of(SqlName.view(family), SqlName.errors(family))) {
            jdbc.sql("DROP VIEW IF EXISTS reporting." + SqlName.quoted(view)).update();
        }
    }

    private static List<Shown> errors(BacktestLayout layout) {
        Map<BacktestColumn, String> measures = new LinkedHashMap<>();
        if (layout.classes()) {
            measures.put(new BacktestColumn("error", BacktestColumn.Type.DOUBLE,
                    "1 where the most probable label was not the actual one, else 0"),
                    "(actual <> prediction)::int::double precision");
        } else {
            measures.put(new BacktestColumn("error", BacktestColumn.Type.DOUBLE, "Prediction less actual value"),
                    "prediction - actual");
            measures.put(new BacktestColumn("absolute_error", BacktestColumn.Type.DOUBLE,
                    "Its size; the mean is the mae"), "abs(prediction - actual)");
            measures.put(new BacktestColumn("squared_error", BacktestColumn.Type.DOUBLE,
                    "Its square; the root of the mean is the rmse"), "(prediction - actual) ^ 2");
            measures.put(new BacktestColumn("percentage_error", BacktestColumn.Type.DOUBLE,
                    "Its size in percent of the actual value, null where that is 0; the mean is the mape"),
                    "100 * abs(prediction - actual) / nullif(abs(actual), 0)");
        }
        List<String> ours = measures.keySet().stream().map(BacktestColumn::name).toList();
        List<Shown> columns = new ArrayList<>();
        for (BacktestColumn column : layout.columns()) {
            if (!SCALES.contains(column.name())) {
                columns.add(new Shown(new BacktestColumn(SqlIdentifier.beside(ours, column.name()), column.type(),
                        column.comment()), SqlName.quoted(column.name())));
            }
        }
        measures.forEach((column, expression) -> columns.add(new Shown(column, expression)));
        return columns;
    }

    private void make(String name, List<Shown> columns, String from, String comment) {
        String view = "reporting." + SqlName.quoted(name);
        jdbc.sql("DROP VIEW IF EXISTS " + view).update();
        jdbc.sql("CREATE VIEW %s AS SELECT %s FROM %s".formatted(view, String.join(", ", columns.stream()
                .map(column -> column.expression() + " AS " + SqlName.quoted(column.column().name())).toList()), from))
                .update();
        jdbc.sql("COMMENT ON VIEW %s IS %s".formatted(view, SqlIdentifier.literal(comment))).update();
        for (Shown column : columns) {
            jdbc.sql("COMMENT ON COLUMN %s.%s IS %s".formatted(view, SqlName.quoted(column.column().name()),
                    SqlIdentifier.literal(column.column().comment()))).update();
        }
    }
}
