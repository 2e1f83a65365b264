package io.manymodels.scoring.prediction;

import io.manymodels.scoring.parquet.ColumnKind;
import io.manymodels.sql.SqlIdentifier;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads predictions page by page, in the order of their keys. A connection is held for the query of a page alone. */
@Repository
class PredictionPageRepository {

    private final JdbcClient jdbc;
    private final JsonMapper json;

    /**
     * Rows of one run.
     *
     * @param items one map a row, by column
     * @param next where to go on; null at the end
     */
    record Page(List<Map<String, @Nullable Object>> items, @Nullable PredictionCursor next) {

        /**
         * The first {@code limit} of the rows that were found.
         *
         * @param items one more than that, where another page follows
         * @param ids of the rows, by which a cursor goes on
         */
        static Page of(UUID run, List<Map<String, @Nullable Object>> items, List<Long> ids, int limit) {
            return items.size() <= limit
                    ? new Page(items, null)
                    : new Page(items.subList(0, limit), new PredictionCursor(run, ids.get(limit - 1)));
        }
    }

    PredictionPageRepository(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    Page page(Publication publication, PredictionFilter filter, @Nullable PredictionCursor cursor, int limit) {
        long after = cursor == null ? -1 : cursor.after();
        StringBuilder sql = new StringBuilder("SELECT *");
        List<Object> parameters = new ArrayList<>();
        String from = " FROM " + PredictionTables.from(publication);
        if (publication.schema().isSplit()) {
            int first = (int) (after >> 32);
            int last = last(publication, filter, first, limit);
            sql.append(", (row_sequence::bigint << 32 | row_place) AS row_id").append(from)
                    .append(" WHERE r.row_sequence BETWEEN ? AND ? AND k.row_sequence BETWEEN ? AND ?")
                    .append(" AND (r.row_sequence, row_place) > (?, ?)");
            parameters.addAll(List.of(first, last, first, last, first, (int) after));
        } else {
            sql.append(from).append(" WHERE row_id > ?");
            parameters.add(after);
        }
        where(filter, sql, parameters);
        parameters.add(limit + 1);
        List<Map<String, @Nullable Object>> items = new ArrayList<>();
        List<Long> ids = new ArrayList<>();
        jdbc.sql(sql.append(" ORDER BY row_id LIMIT ?").toString()).params(parameters).query(row -> {
            items.add(item(publication, row));
            ids.add(row.getLong(PredictionTables.ROW_ID));
        });
        return Page.of(publication.run(), items, ids, limit);
    }

    /** The last of as many partitions behind one as hold a page of rows, and one row more. */
    private int last(Publication publication, PredictionFilter filter, int from, int limit) {
        StringBuilder sql = new StringBuilder("SELECT row_sequence, row_count FROM ")
                .append(PredictionTables.qualified(publication.keyTable())).append(" WHERE row_sequence > ?");
        List<Object> parameters = new ArrayList<>(List.of(limit, from, from));
        where(filter, sql, parameters);
        parameters.add(limit + 1);
        return jdbc.sql("""
                SELECT coalesce(max(row_sequence) FILTER (WHERE before <= ?), ?) FROM (
                    SELECT row_sequence, sum(row_count) OVER (ORDER BY row_sequence) - row_count AS before
                    FROM (%s ORDER BY row_sequence LIMIT ?) behind) counted
                """.formatted(sql)).params(parameters).query(Integer.class).single();
    }

    private static void where(PredictionFilter filter, StringBuilder sql, List<Object> parameters) {
        filter.values().forEach((column, value) -> {
            sql.append(" AND ").append(SqlIdentifier.quote(column.name())).append(" = ?");
            parameters.add(value);
        });
    }

    private Map<String, @Nullable Object> item(Publication publication, ResultSet row) throws SQLException {
        Map<String, @Nullable Object> item = new LinkedHashMap<>();
        for (PredictionColumn column : publication.schema().columns()) {
            item.put(column.shown(), column.role() == PredictionColumn.Role.CONSTANT
                    ? constant(publication, column)
                    : column.kind() == ColumnKind.JSON
                            ? tree(row.getString(column.name()))
                            : shown(row.getObject(column.name())));
        }
        return item;
    }

    private @Nullable JsonNode tree(@Nullable String text) {
        return text == null ? null : json.readTree(text);
    }

    /** How a value looks in JSON and CSV: numbers and truth values as they are, times as ISO text. */
    static @Nullable Object shown(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case java.sql.Date date -> date.toLocalDate().toString();
            case java.sql.Timestamp time -> time.toInstant().toString();
            default -> value;
        };
    }

    private static Object constant(Publication publication, PredictionColumn column) {
        return switch (column.name()) {
            case PredictionSchema.RELEASE -> (Object) publication.release();
            case PredictionSchema.RUN_ID -> publication.run().toString();
            default -> publication.scoredAt().toString();
        };
    }
}
