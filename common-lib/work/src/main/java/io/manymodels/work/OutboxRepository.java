package io.manymodels.work;

import io.manymodels.sql.BulkCopy;

import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import org.springframework.jdbc.core.simple.JdbcClient;

import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Table outbox of the service's own schema. */
class OutboxRepository {

    private static final TypeReference<Map<String, String>> HEADERS = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final DataSource dataSource;
    private final JsonMapper json;

    OutboxRepository(JdbcClient jdbc, DataSource dataSource, JsonMapper json) {
        this.jdbc = jdbc;
        this.dataSource = dataSource;
        this.json = json;
    }

    void insert(List<OutboxMessage> messages) {
        if (messages.isEmpty()) {
            return;
        }
        try (BulkCopy copy = BulkCopy.into(dataSource, "outbox", "topic", "key", "headers", "payload")) {
            for (OutboxMessage message : messages) {
                copy.row().text(message.topic()).text(message.key()).jsonb(json.writeValueAsString(message.headers()))
                        .text(message.payload());
            }
            copy.finish();
        }
    }

    /** The oldest messages that no other relay holds, locked until the transaction ends. */
    List<OutboxMessage> lockOldest(int limit) {
        return jdbc.sql("SELECT * FROM outbox ORDER BY id LIMIT :limit FOR UPDATE SKIP LOCKED").param("limit", limit)
                .query((row, _) -> new OutboxMessage(row.getLong("id"), row.getString("topic"), row.getString("key"),
                        json.readValue(row.getString("headers"), HEADERS), row.getString("payload")))
                .list();
    }

    void delete(List<Long> ids) {
        jdbc.sql("DELETE FROM outbox WHERE id = ANY (:ids)").param("ids", ids.toArray(Long[]::new)).update();
    }
}
