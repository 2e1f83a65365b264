package io.manymodels.training.backtest;

import io.manymodels.sql.SqlIdentifier;
import io.manymodels.sql.ViewColumn;
import java.util.ArrayList;
import java.util.List;
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

    private static final String DOUBLE = BacktestColumn.Type.DOUBLE.sql();

    private final JdbcClient jdbc;

    BacktestViewRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Turns the family's views to a run. */
    void show(UUID run, String family, BacktestLayout layout) {
        String table = "training." + SqlName.table(run);
        make(SqlName.view(family),
                layout.columns().stream().map(BacktestViewRepository::shown).toList(),
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

    private static List<ViewColumn> errors(BacktestLayout layout) {
        List<ViewColumn> measures = new ArrayList<>();
        if (layout.classes()) {
            measures.add(new ViewColumn("error", "(actual <> prediction)::int::double precision", DOUBLE,
                    "1 where the most probable label was not the actual one, else 0"));
        } else {
            measures.add(new ViewColumn("error", "prediction - actual", DOUBLE, "Prediction less actual value"));
            measures.add(new ViewColumn("absolute_error", "abs(prediction - actual)", DOUBLE,
                    "Its size; the mean is the mae"));
            measures.add(new ViewColumn("squared_error", "(prediction - actual) ^ 2", DOUBLE,
                    "Its square; the root of the mean is the rmse"));
            measures.add(new ViewColumn("percentage_error", "100 * abs(prediction - actual) / nullif(abs(actual), 0)",
                    DOUBLE, "Its size in percent of the actual value, null where that is 0; the mean is the mape"));
        }
        return ViewColumn.beside(layout.columns().stream().filter(column -> !SCALES.contains(column.name()))
                .map(BacktestViewRepository::shown).toList(), measures);
    }

    private static ViewColumn shown(BacktestColumn column) {
        return new ViewColumn(SqlIdentifier.fitting(column.shown()), SqlName.quoted(column.name()), column.type().sql(),
                column.comment());
    }

    private void make(String name, List<ViewColumn> columns, String table, String comment) {
        String view = "reporting." + SqlName.quoted(name);
        jdbc.sql("DROP VIEW IF EXISTS " + view).update();
        jdbc.sql(ViewColumn.statements(view, columns, "FROM " + table, comment)).update();
    }
}
