package io.manymodels.scoring.prediction;

import io.manymodels.sql.SqlIdentifier;
import io.manymodels.sql.ViewColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Repository;

/** Switches the views of what was predicted, and by what, to a run. Run inside the transaction that publishes. */
@Repository
class ReportingViewRepository {

    private final ViewRepository views;

    ReportingViewRepository(ViewRepository views) {
        this.views = views;
    }

    /** Lets {@code <family>_predictions} show this run's tables. */
    void showPredictions(Publication publication) {
        List<ViewColumn> columns = publication.schema().columns().stream()
                .map(column -> viewColumn(publication, column)).toList();
        views.replace(ReportingView.predictions(publication.family()), columns,
                "FROM " + PredictionTables.from(publication),
                "Latest complete predictions of family " + publication.family());
    }

    private static ViewColumn viewColumn(Publication publication, PredictionColumn column) {
        return switch (column.role()) {
            case KEY, TIME, ID, ANSWER, MODEL -> column.viewed();
            case CONSTANT -> switch (column.name()) {
                case PredictionSchema.RELEASE ->
                    constant(column, Integer.toString(publication.release()), "integer");
                case PredictionSchema.RUN_ID -> constant(column, publication.run().toString(), "uuid");
                default -> constant(column, publication.scoredAt().toString(), column.kind().sqlType());
            };
        };
    }

    private static ViewColumn constant(PredictionColumn column, String value, String type) {
        return new ViewColumn(column.shown(), SqlIdentifier.literal(value) + "::" + type, type, column.comment());
    }

    /** Lets {@code <family>_actuals} show the actual values beside this run's predictions; a family without time has none. */
    void showActuals(Publication publication) {
        String view = ReportingView.actuals(publication.family());
        List<PredictionColumn> actuals = publication.schema().ofActuals();
        if (actuals.isEmpty()) {
            views.drop(view);
            return;
        }
        views.replace(view,
                Stream.concat(publication.schema().key().stream(), actuals.stream()).map(PredictionColumn::viewed)
                        .toList(),
                "FROM %s a JOIN %s k USING (%s)".formatted(PredictionTables.qualified(publication.actualTable()),
                        PredictionTables.keys(publication), PredictionTables.SEQUENCE),
                "Latest actual values of family %s, as many of each key as its spec says (reporting.actuals)"
                        .formatted(publication.family()));
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
        columns.add(new ViewColumn("algorithm", "split_part(a.variant, '/', 1)", "text",
                "Algorithm that competed for the key"));
        columns.add(new ViewColumn("variant", "a.variant", "text", "The algorithm and the features that it was given"));
        columns.add(new ViewColumn("chosen", "a.chosen", "boolean",
                "Whether the key's model of the current release is of this variant"));
        columns.add(new ViewColumn("loss", "a.loss::double precision", "double precision",
                "Mean backtest loss by which variants were compared, lower is better; null where there was no contest"));
        columns.add(new ViewColumn("left_out", "a.left_out", "boolean",
                "Whether training.budget had no room for the variant, so that it did not compete for the key"));
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
        List<ViewColumn> keys = key.stream().map(column -> column.ofKey("e.key::jsonb")).toList();
        views.replace(ReportingView.leaderboard(family), ViewColumn.beside(keys, columns), """
                FROM production.current_release c
                JOIN production.release_entry e ON e.release_id = c.release_id
                JOIN production.model_version m ON m.id = e.model_version_id
                CROSS JOIN LATERAL (%s) a
                WHERE c.family = %s
                """.formatted(CONTEST, SqlIdentifier.literal(family)),
                "Backtest metrics by key and algorithm of the current release of family " + family);
    }

    /** What competed for a model, with the losses that training kept; the winner alone where nothing did; and what was left out. */
    private static final String CONTEST = """
            SELECT x.key AS variant, x.value AS loss,
                   x.key = coalesce(m.provenance ->> 'variant', m.algorithm) AS chosen, false AS left_out
            FROM jsonb_each_text(CASE WHEN jsonb_exists(m.provenance -> 'candidates', coalesce(m.provenance ->> 'variant', m.algorithm))
                 THEN m.provenance -> 'candidates'
                 ELSE jsonb_build_object(coalesce(m.provenance ->> 'variant', m.algorithm), NULL) END) x
            UNION ALL
            SELECT l.variant, NULL, false, true FROM jsonb_array_elements_text(m.provenance -> 'leftOut') l(variant)
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
        views.replace(ReportingView.importance(family), columns, """
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

}
