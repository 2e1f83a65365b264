package io.manymodels.work.outbox;

import io.manymodels.sql.BulkCopy;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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

    /**
     * Claims the oldest messages that may be sent, in the order of writing. One whose key has an earlier message that
     * another relay is sending, or that waits for its next try, is not among them. To be called in a transaction of its
     * own: relays take turns in it, so that none claims what follows a claim it does not see yet.
     *
     * @param claim how long nobody else sends them
     */
    List<OutboxMessage> claim(int limit, Duration claim) {
        jdbc.sql("SELECT pg_advisory_xact_lock(hashtext('outbox/' || current_schema()))").query((_, _) -> true)
                .single();
        return jdbc.sql("""
                UPDATE outbox SET status = 'sending', attempts = attempts + 1, not_before = NULL,
                                  claimed_until = clock_timestamp() + make_interval(secs => :claim)
                WHERE id IN (
                    SELECT o.id FROM outbox o
                    WHERE o.status <> 'refused'
                      AND ((o.status = 'pending' AND (o.not_before IS NULL OR o.not_before <= clock_timestamp()))
                        OR (o.status = 'sending' AND o.claimed_until < clock_timestamp()))
                      AND NOT EXISTS (
                          SELECT FROM outbox e
                          WHERE e.topic = o.topic AND e.key = o.key AND e.id < o.id
                            AND ((e.status = 'sending' AND e.claimed_until >= clock_timestamp())
                              OR (e.status = 'pending' AND e.not_before > clock_timestamp())))
                    ORDER BY o.id LIMIT :limit)
                RETURNING id, topic, key, headers, payload, attempts
                """).param("limit", limit).param("claim", claim.toMillis() / 1000.0)
                .query((row, _) -> new OutboxMessage(row.getLong("id"), row.getString("topic"), row.getString("key"),
                        json.readValue(row.getString("headers"), HEADERS), row.getString("payload"),
                        row.getInt("attempts")))
                .list().stream().sorted(Comparator.comparingLong(OutboxMessage::id)).toList();
    }

    /** The broker has them. Facts are kept for a while, as a broker can get lost; tasks follow from their table. */
    void remove(Collection<Long> sent) {
        jdbc.sql("""
                WITH sent AS (DELETE FROM outbox WHERE id = ANY (:ids) RETURNING id, topic, key, headers, payload)
                INSERT INTO sent_fact (topic, key, headers, payload)
                SELECT topic, key, headers, payload FROM sent WHERE jsonb_exists(headers, 'ce_type') ORDER BY id
                """).param("ids", sent.toArray(Long[]::new)).update();
    }

    /**
     * Takes down which broker messages are sent to. Where that is another one than the time before, the facts which that
     * one took are written once more, and tasks that wait get another message at once.
     *
     * @return how many facts; 0 where the broker is the same
     */
    int sendTo(String cluster) {
        boolean another = jdbc.sql("SELECT cluster FROM broker FOR UPDATE").query(String.class).optional()
                .filter(known -> !known.equals(cluster)).isPresent();
        jdbc.sql("""
                INSERT INTO broker (cluster) VALUES (:cluster)
                ON CONFLICT (single) DO UPDATE SET cluster = :cluster, since = now() WHERE broker.cluster <> :cluster
                """).param("cluster", cluster).update();
        if (!another) {
            return 0;
        }
        jdbc.sql("UPDATE task SET enqueued_at = '-infinity' WHERE state = 'pending'").update();
        jdbc.sql("UPDATE outbox SET status = 'pending', claimed_until = NULL WHERE status = 'sending'").update();
        return jdbc.sql("""
                WITH again AS (DELETE FROM sent_fact RETURNING id, topic, key, headers, payload)
                INSERT INTO outbox (topic, key, headers, payload)
                SELECT topic, key, headers, payload FROM again ORDER BY id
                """).update();
    }

    /** Gives back what was claimed and not tried. */
    void release(Collection<Long> untried) {
        jdbc.sql("""
                UPDATE outbox SET status = 'pending', claimed_until = NULL, attempts = attempts - 1
                WHERE id = ANY (:ids) AND status = 'sending'
                """).param("ids", untried.toArray(Long[]::new)).update();
    }

    /** Has a message sent again after a wait. */
    void retry(long id, Duration wait, String problem) {
        jdbc.sql("""
                UPDATE outbox SET status = 'pending', claimed_until = NULL, problem = :problem,
                                  not_before = clock_timestamp() + make_interval(secs => :wait)
                WHERE id = :id AND status = 'sending'
                """).param("id", id).param("wait", wait.toMillis() / 1000.0).param("problem", problem).update();
    }

    /** Sets a message aside, for people to look at. */
    void refuse(long id, String problem) {
        jdbc.sql("""
                UPDATE outbox SET status = 'refused', claimed_until = NULL, problem = :problem
                WHERE id = :id AND status = 'sending'
                """).param("id", id).param("problem", problem).update();
    }

    /** Messages by status, and the age of the oldest that is not refused in seconds under {@code oldest}. */
    Map<String, Double> gauges() {
        Map<String, Double> gauges = new TreeMap<>();
        jdbc.sql("""
                SELECT status, count(*) AS messages, extract(epoch FROM now() - min(created_at)) AS age
                FROM outbox GROUP BY status
                """).query(row -> {
            String status = row.getString("status");
            gauges.put(status, row.getDouble("messages"));
            if (!status.equals("refused")) {
                gauges.merge("oldest", row.getDouble("age"), Math::max);
            }
        });
        return gauges;
    }
}
