package io.manymodels.work.retention;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Table discarded: objects that wait to be removed from storage. */
class DiscardedRepository {

    private final JdbcClient jdbc;

    DiscardedRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** An object in storage. */
    record Discarded(String bucket, String object) {}

    /** Takes some out of the table; they are nobody else's until the transaction ends. */
    List<Discarded> take(int limit) {
        return jdbc.sql("""
                DELETE FROM discarded WHERE (bucket, object) IN (
                    SELECT bucket, object FROM discarded ORDER BY since LIMIT :limit FOR UPDATE SKIP LOCKED)
                RETURNING bucket, object
                """).param("limit", limit).query((row, _) -> new Discarded(row.getString(1), row.getString(2))).list();
    }
}
