package io.manymodels.scoring.prediction;

import io.manymodels.sql.SqlIdentifier;
import io.manymodels.sql.ViewColumn;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Makes views in schema {@code reporting}. Run inside the transaction that publishes. */
@Repository
class ViewRepository {

    private final JdbcClient jdbc;

    ViewRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Takes a view away, if it is there. */
    void drop(String view) {
        jdbc.sql("DROP VIEW IF EXISTS reporting." + SqlIdentifier.quote(view)).update();
    }

    /** Replaces a view in place where its columns stay, which keeps what depends on it; else makes it anew. */
    void replace(String view, List<ViewColumn> columns, String from, String comment) {
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
        jdbc.sql(ViewColumn.statements(name, columns, from, comment) + "GRANT SELECT ON " + name + " TO reader")
                .update();
    }
}
