package io.manymodels.scoring.prediction;

import io.manymodels.sql.SqlIdentifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Reads predictions, page by page or as one stream of CSV. */
@Repository
class PredictionPageRepository {

    private static final int FETCH_ROWS = 2000;

    private final JdbcClient jdbc;
    private final JdbcTemplate streaming;
    private final TransactionTemplate readOnly;

    /**
     * @param items one map a row, by column
     * @param next where to go on; null at the end
     */
    record Page(List<Map<String, @Nullable Object>> items, @Nullable PredictionCursor next) {}

    private record Query(String sql, List<Object> parameters) {}

    PredictionPageRepository(JdbcTemplate jdbc, PlatformTransactionManager transactionManager) {
        this.jdbc = JdbcClient.create(jdbc);
        this.streaming = new JdbcTemplate(java.util.Objects.requireNonNull(jdbc.getDataSource()));
        this.streaming.setFetchSize(FETCH_ROWS);
        this.readOnly = new TransactionTemplate(transactionManager);
        this.readOnly.setReadOnly(true);
    }

    Page page(Publication publication, PredictionFilter filter, @Nullable PredictionCursor cursor, int limit) {
        Query query = query(publication, filter, cursor, limit + 1);
        List<PredictionColumn> key = publication.schema().key();
        List<Map<String, @Nullable Object>> items = new ArrayList<>();
        List<List<String>> ends = new ArrayList<>();
        jdbc.sql(query.sql()).params(query.parameters()).query(row -> {
            items.add(item(publication, row));
            List<String> end = new ArrayList<>();
            for (PredictionColumn column : key) {
                end.add(String.valueOf(shown(row.getObject(column.name()))));
            }
            end.add(Long.toString(row.getLong(PredictionBatch.ROW_ID)));
            ends.add(end);
        });
        if (items.size() <= limit) {
            return new Page(items, null);
        }
        return new Page(items.subList(0, limit), new PredictionCursor(publication.run(), ends.get(limit - 1)));
    }

    private static Map<String, @Nullable Object> item(Publication publication, ResultSet row) throws SQLException {
        Map<String, @Nullable Object> item = new LinkedHashMap<>();
        for (PredictionColumn column : publication.schema().columns()) {
            item.put(column.name(), column.role() == PredictionColumn.Role.CONSTANT
                    ? constant(publication, column)
                    : shown(row.getObject(column.name())));
        }
        return item;
    }

    /** How a value looks in JSON, CSV and cursors: numbers and truth values as they are, times as ISO text. */
    private static @Nullable Object shown(@Nullable Object value) {
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

    /** Writes all rows as CSV (RFC 4180, with a header), holding only {@value #FETCH_ROWS} rows at a time. */
    void csv(Publication publication, PredictionFilter filter, Appendable out) {
        Query query = query(publication, filter, null, Integer.MAX_VALUE);
        List<PredictionColumn> columns = publication.schema().columns();
        readOnly.executeWithoutResult(_ -> {
            try {
                line(out, columns.stream().map(PredictionColumn::name).toList());
                streaming.query(query.sql(), row -> {
                    try {
                        line(out, item(publication, row).values());
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }, query.parameters().toArray());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static void line(Appendable out, Iterable<? extends @Nullable Object> values) throws IOException {
        String separator = "";
        for (Object value : values) {
            out.append(separator);
            separator = ",";
            String text = value == null ? "" : value.toString();
            boolean quoted = text.indexOf(',') >= 0 || text.indexOf('"') >= 0 || text.indexOf('\n') >= 0
                    || text.indexOf('\r') >= 0;
            out.append(quoted ? '"' + text.replace("\"", "\"\"") + '"' : text);
        }
        out.append("\r\n");
    }

    private static Query query(Publication publication, PredictionFilter filter, @Nullable PredictionCursor cursor,
            int limit) {
        PredictionSchema schema = publication.schema();
        List<String> conditions = new ArrayList<>();
        List<Object> parameters = new ArrayList<>();
        filter.values().forEach((column, value) -> {
            conditions.add(SqlIdentifier.quote(column.name()) + " = ?");
            parameters.add(value);
        });
        String order = PredictionRepository.order(schema);
        if (cursor != null) {
            List<PredictionColumn> key = schema.key();
            conditions.add("(%s) > (%s)".formatted(order,
                    cursor.after().stream().map(_ -> "?").collect(Collectors.joining(", "))));
            for (int i = 0; i < cursor.after().size(); i++) {
                String text = cursor.after().get(i);
                parameters.add(i < key.size() ? PredictionFilter.value(key.get(i), text) : Long.valueOf(text));
            }
        }
        parameters.add(limit);
        return new Query("SELECT * FROM %s %s ORDER BY %s LIMIT ?".formatted(
                PredictionRepository.qualified(publication.table()),
                conditions.isEmpty() ? "" : "WHERE " + String.join(" AND ", conditions), order), parameters);
    }
}
