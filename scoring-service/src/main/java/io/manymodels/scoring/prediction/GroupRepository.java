package io.manymodels.scoring.prediction;

import io.manymodels.catalog.Snapshot;
import io.manymodels.scoring.prediction.PredictionPageRepository.Page;
import io.manymodels.sql.SqlIdentifier;
import io.manymodels.sql.ViewColumn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Forecasts of nested groups of keys: a table of each run, and the view that shows the latest. A group's is the sum of its keys', so
 * that whatever is added up, by SQL or by hand, agrees.
 */
@Repository
class GroupRepository {

    private final JdbcClient jdbc;
    private final ViewRepository views;
    private final TransactionTemplate transactions;

    GroupRepository(JdbcClient jdbc, ViewRepository views, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.views = views;
        this.transactions = new TransactionTemplate(transactions);
    }

    /** Sums the run's predictions by group and time, into a table of the run; repeatable. */
    void sum(Publication publication, Snapshot snapshot) {
        GroupColumns by = publication.groups();
        if (by.isEmpty()) {
            return;
        }
        String time = time(publication);
        List<String> groups = by.stored();
        String list = String.join(", ", groups);
        String table = PredictionTables.qualified(publication.groupTable());
        transactions.executeWithoutResult(_ -> {
            jdbc.sql("DROP TABLE IF EXISTS " + table).update();
            jdbc.sql("""
                    CREATE TABLE %1$s AS
                    WITH keys AS MATERIALIZED (
                        SELECT c.sequence AS row_sequence, %6$s FROM catalog.partition c WHERE c.snapshot_id = %8$s
                    ), grouped AS (
                        SELECT %3$d - (%4$s) AS level, %2$s, r.%5$s AS group_time,
                               sum(r.prediction ORDER BY row_sequence, row_place) AS value,
                               count(DISTINCT row_sequence) AS keys
                        FROM %7$s r JOIN keys USING (row_sequence) GROUP BY r.%5$s, ROLLUP (%2$s)
                    )
                    SELECT row_number() OVER (ORDER BY level, %2$s, group_time) AS row_place, grouped.* FROM grouped
                    """.formatted(table, list, groups.size(),
                    groups.stream().map("GROUPING(%s)"::formatted).collect(Collectors.joining(" + ")), time,
                    IntStream.range(0, groups.size())
                            .mapToObj(i -> expression(publication, by.columns().get(i)) + " AS "
                                    + groups.get(i))
                            .collect(Collectors.joining(", ")),
                    PredictionTables.qualified(publication.table()), SqlIdentifier.literal(snapshot.id()))).update();
            jdbc.sql("CREATE UNIQUE INDEX ON %s (row_place)".formatted(table)).update();
            jdbc.sql("ANALYZE " + table).update();
        });
    }

    /** A column of the key from the key, a static one from what ingestion found in all rows of the partition. */
    private static String expression(Publication publication, PredictionColumn column) {
        boolean ofKey = publication.schema().key().contains(column);
        return column.kind().ofJson(ofKey ? "c.key::jsonb" : "(coalesce(c.profile -> 'last', '{}') || c.tags)",
                column.shown());
    }

    private static String time(Publication publication) {
        return SqlIdentifier.quote(publication.schema().time().orElseThrow().name());
    }

    /** Lets {@code <family>_groups} show the run's; a family whose keys make no groups has no such view. */
    void show(Publication publication) {
        String view = ReportingView.groups(publication.family());
        if (publication.groups().isEmpty()) {
            views.drop(view);
            return;
        }
        views.replace(view, columns(publication),
                "FROM " + PredictionTables.qualified(publication.groupTable()),
                "Latest complete forecasts of groups of keys of family %s, each the sum of its keys' predictions"
                        .formatted(publication.family()));
    }

    /**
     * A page of the run's, coarse groups first.
     *
     * @param level how many columns tell the groups; null for all
     */
    Page page(Publication publication, PredictionFilter filter, @Nullable Integer level,
            @Nullable PredictionCursor cursor, int limit) {
        List<ViewColumn> columns = columns(publication);
        StringBuilder sql = new StringBuilder("SELECT row_place, ").append(columns.stream()
                .map(column -> column.expression() + " AS " + SqlIdentifier.quote(column.name()))
                .collect(Collectors.joining(", "))).append(" FROM ")
                .append(PredictionTables.qualified(publication.groupTable())).append(" WHERE row_place > ?");
        List<Object> parameters = new ArrayList<>(List.of(cursor == null ? 0L : cursor.after()));
        if (level != null) {
            sql.append(" AND level = ?");
            parameters.add(level);
        }
        filter.values().forEach((column, value) -> {
            sql.append(" AND ").append(publication.groups().stored(column)).append(" = ?");
            parameters.add(value);
        });
        parameters.add(limit + 1);
        List<Map<String, @Nullable Object>> items = new ArrayList<>();
        List<Long> places = new ArrayList<>();
        jdbc.sql(sql.append(" ORDER BY row_place LIMIT ?").toString()).params(parameters).query(row -> {
            Map<String, @Nullable Object> item = new LinkedHashMap<>();
            for (ViewColumn column : columns) {
                item.put(column.name(), PredictionPageRepository.shown(row.getObject(column.name())));
            }
            items.add(item);
            places.add(row.getLong("row_place"));
        });
        return Page.of(publication.run(), items, places, limit);
    }

    private static List<ViewColumn> columns(Publication publication) {
        GroupColumns by = publication.groups();
        List<ViewColumn> own = new ArrayList<>();
        for (int i = 0; i < by.columns().size(); i++) {
            PredictionColumn column = by.columns().get(i);
            own.add(new ViewColumn(column.shown(), by.stored().get(i), column.kind().sqlType(),
                    "%s; null in coarser groups, which hold all of its values".formatted(column.comment())));
        }
        PredictionColumn time = publication.schema().time().orElseThrow();
        own.add(new ViewColumn(time.shown(), "group_time", time.kind().sqlType(), time.comment()));
        return ViewColumn.beside(own, List.of(
                new ViewColumn("level", "level", "integer",
                        "How many of the columns tell the group: 0 for all keys, 1 for the coarsest groups"),
                new ViewColumn("prediction", "value", "double precision", "The sum of its keys' predictions"),
                new ViewColumn("keys", "keys", "bigint", "Keys that are in the sum"),
                new ViewColumn("release", publication.release() + "::integer", "integer",
                        "Number of the release that assigned the models"),
                new ViewColumn("run_id", SqlIdentifier.literal(publication.run().toString()) + "::uuid", "uuid",
                        "Scoring run, as in reporting.runs"),
                new ViewColumn("scored_at", SqlIdentifier.literal(publication.scoredAt().toString()) + "::timestamptz",
                        "timestamp with time zone", "When the run was planned")));
    }
}
