package io.manymodels.scoring.prediction;

import io.manymodels.sql.SqlIdentifier;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Creates and switches the views of a family in schema {@code reporting}. Run inside the transaction that publishes. */
@Repository
class ReportingViewRepository {

    private final JdbcClient jdbc;

    /** One column of a view: its name, the expression behind it, its PostgreSQL type and its comment. */
    private record ViewColumn(String name, String expression, String type, String comment) {}

    ReportingViewRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Lets {@code <family>_predictions} show this run's tables. */
    void showPredictions(Publication publication) {
        List<ViewColumn> columns = publication.schema().columns().stream()
                .map(column -> viewColumn(publication, column)).toList();
        replace(ReportingView.predictions(publication.family()), columns,
                "FROM " + PredictionTables.from(publication),
                "Latest complete predictions of family " + publication.family());
    }

    private static ViewColumn viewColumn(Publication publication, PredictionColumn column) {
        return switch (column.role()) {
            case KEY, TIME, ID, ANSWER, MODEL -> new ViewColumn(column.name(), SqlIdentifier.quote(column.name()),
                    column.kind().sqlType(), column.comment());
            case CONSTANT -> switch (column.name()) {
                case PredictionSchema.RELEASE ->
                    constant(column, Integer.toString(publication.release()), "integer");
                case PredictionSchema.RUN_ID -> constant(column, publication.run().toString(), "uuid");
                default -> constant(column, publication.scoredAt().toString(), column.kind().sqlType());
            };
        };
    }

    private static ViewColumn constant(PredictionColumn column, String value, String type) {
        return new ViewColumn(column.name(), SqlIdentifier.literal(value) + "::" + type, type, column.comment());
    }

    /**
     * Lets {@code <family>_leaderboard} show how the models of the current release did in their backtests, key by key
     * and algorithm by algorithm.
     *
     * @param key the family's key columns
     * @param metrics names of the family's metrics
     */
    void showLeaderboard(String family, List<PredictionColumn> key, List<String> metrics) {
        List<ViewColumn> columns = new ArrayList<>();
        List<String> ours = new ArrayList<>(List.of("algorithm", "variant", "chosen", "loss", "rung", "model_version",
                "release", "selected_by"));
        ours.addAll(metrics);
        for (PredictionColumn column : key) {
            columns.add(new ViewColumn(SqlIdentifier.beside(ours, column.source()),
                    "(e.key::jsonb ->> " + SqlIdentifier.literal(column.source()) + ")::" + column.kind().sqlType(),
                    column.kind().sqlType(), column.comment()));
        }
        columns.add(new ViewColumn("algorithm", "split_part(a.variant, '/', 1)", "text",
                "Algorithm that competed for the key"));
        columns.add(new ViewColumn("variant", "a.variant", "text", "The algorithm and the features that it was given"));
        columns.add(new ViewColumn("chosen", "a.chosen", "boolean",
                "Whether the key's model of the current release is of this variant"));
        columns.add(new ViewColumn("loss", "a.loss::double precision", "double precision",
                "Mean backtest loss by which variants were compared, lower is better; null where there was no contest"));
        for (String metric : metrics) {
            columns.add(new ViewColumn(metric,
                    "coalesce(CASE WHEN a.chosen THEN m.metrics ->> %1$s END, m.provenance -> 'measured' -> a.variant ->> %1$s)::double precision"
                            .formatted(SqlIdentifier.literal(metric)),
                    "double precision", "Backtest " + metric
                            + " of the chosen variant, and of the others where it is the family's metric; else null"));
        }
        columns.add(new ViewColumn("rung", "e.rung", "text",
                "Which step of the fallback ladder answers for the key"));
        columns.add(new ViewColumn("model_version", "e.model_version_id", "bigint",
                "Id in reporting.model_versions of the key's model"));
        columns.add(new ViewColumn("release", "c.number", "integer", "Number of the current release"));
        columns.add(new ViewColumn("selected_by",
                "coalesce(m.provenance -> 'selection' ->> 'run', m.source_run::text)::uuid",
                "uuid",
                "Training run whose contest chose the key's variant; nights in between may have fitted it again"));
        replace(ReportingView.leaderboard(family), columns, """
                FROM production.current_release c
                JOIN production.release_entry e ON e.release_id = c.release_id
                JOIN production.model_version m ON m.id = e.model_version_id
                CROSS JOIN LATERAL (%s) a
                WHERE c.family = %s
                """.formatted(CONTEST, SqlIdentifier.literal(family)),
                "Backtest metrics by key and algorithm of the current release of family " + family);
    }

    /** What competed for a model, with the losses that training kept; the winner alone where nothing did. */
    private static final String CONTEST = """
            SELECT x.key AS variant, x.value AS loss,
                   x.key = coalesce(m.provenance ->> 'variant', m.algorithm) AS chosen
            FROM jsonb_each_text(CASE WHEN jsonb_exists(m.provenance -> 'candidates', coalesce(m.provenance ->> 'variant', m.algorithm))
                 THEN m.provenance -> 'candidates'
                 ELSE jsonb_build_object(coalesce(m.provenance ->> 'variant', m.algorithm), NULL) END) x
            """;

    /**
     * Lets {@code <family>_importance} show what moves the models of the current release, column by column. Models of different
     * scales are comparable by their shares.
     */
    void showImportance(String family) {
        List<ViewColumn> columns = List.of(
                new ViewColumn("feature", "x.key", "text",
                        "Column; what is no column stands in brackets: a season, a trend, the key's own model"),
                new ViewColumn("algorithm", "m.algorithm", "text", "Algorithm of the models"),
                new ViewColumn("keys", "count(*)", "bigint", "Keys whose model the feature moves"),
                new ViewColumn("share", "sum(x.value::double precision / m.total) / min(m.keys)", "double precision",
                        "Share of the feature in what moves a model, 0 to 1: the mean over all keys of the algorithm"),
                new ViewColumn("contribution", "avg(x.value::double precision)", "double precision",
                        "Mean absolute contribution in the rows trained on, on the scale of the models (of logarithms 0.1 is about 10 %), where the feature moves one"),
                new ViewColumn("release", "min(m.number)", "integer", "Number of the current release"));
        replace(ReportingView.importance(family), columns, """
                FROM (SELECT v.algorithm, v.provenance -> 'importance' AS importance, c.number,
                             count(*) OVER (PARTITION BY v.algorithm) AS keys,
                             (SELECT sum(value::double precision) FROM jsonb_each_text(v.provenance -> 'importance')) AS total
                      FROM production.current_release c
                      JOIN production.release_entry e ON e.release_id = c.release_id
                      JOIN production.model_version v ON v.id = e.model_version_id
                      WHERE c.family = %s AND jsonb_exists(v.provenance, 'importance')) m
                CROSS JOIN LATERAL jsonb_each_text(m.importance) x
                GROUP BY x.key, m.algorithm
                """.formatted(SqlIdentifier.literal(family)),
                "What moves the models of the current release of family " + family + ", by column and algorithm");
    }

    /** Takes the views of a family away. */
    void drop(String family) {
        for (String view : List.of(ReportingView.predictions(family), ReportingView.leaderboard(family),
                ReportingView.importance(family))) {
            jdbc.sql("DROP VIEW IF EXISTS reporting." + SqlIdentifier.quote(view)).update();
        }
    }

    /** Replaces a view in place where its columns stay, which keeps what depends on it; else makes it anew. */
    private void replace(String view, List<ViewColumn> columns, String from, String comment) {
        // A reader that holds the view for minutes must not make all others queue behind this lock.
        jdbc.sql("SET LOCAL lock_timeout = '10s'").update();
        String name = "reporting." + SqlIdentifier.quote(view);
        List<String> wanted = columns.stream().map(column -> column.name() + " " + column.type()).toList();
        List<String> present = jdbc.sql("""
                SELECT attname || ' ' || format_type(atttypid, atttypmod) FROM pg_attribute
                WHERE attrelid = to_regclass(?) AND attnum > 0 AND NOT attisdropped ORDER BY attnum
                """).param(name).query((row, number) -> row.getString(1)).list();
        if (!present.isEmpty() && !present.equals(wanted)) {
            jdbc.sql("DROP VIEW " + name).update();
        }
        String list = columns.stream()
                .map(column -> column.expression() + " AS " + SqlIdentifier.quote(column.name()))
                .collect(Collectors.joining(", "));
        StringBuilder statements = new StringBuilder("CREATE OR REPLACE VIEW %s AS SELECT %s %s;\n"
                .formatted(name, list, from));
        statements.append("COMMENT ON VIEW ").append(name).append(" IS ").append(SqlIdentifier.literal(comment))
                .append(";\n");
        for (ViewColumn column : columns) {
            statements.append("COMMENT ON COLUMN ").append(name).append('.')
                    .append(SqlIdentifier.quote(column.name())).append(" IS ")
                    .append(SqlIdentifier.literal(column.comment()))
                    .append(";\n");
        }
        statements.append("GRANT SELECT ON ").append(name).append(" TO reader");
        jdbc.sql(statements.toString()).update();
    }
}
