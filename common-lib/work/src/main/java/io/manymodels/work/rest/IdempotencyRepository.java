package io.manymodels.work.rest;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Table idempotency of the service's own schema. */
class IdempotencyRepository {

    /** Who asked for what under which key. */
    record Request(String key, String principal, String route, String bodySha256) {}

    /** What was answered. */
    record Answer(String bodySha256, int status, @Nullable String location, String body) {}

    private final JdbcClient jdbc;

    IdempotencyRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Keeps others off the key until the transaction ends; false when somebody else does. */
    boolean lock(Request request) {
        return jdbc
                .sql("SELECT pg_try_advisory_xact_lock(hashtextextended(concat_ws(' ', :principal, :route, :key), 0))")
                .param("principal", request.principal()).param("route", request.route()).param("key", request.key())
                .query(Boolean.class).single();
    }

    /** The answer that was given within a day. */
    Optional<Answer> find(Request request) {
        return jdbc.sql("""
                SELECT body_sha256, status, location, coalesce(body, '') AS body FROM idempotency
                WHERE key = :key AND principal = :principal AND route = :route AND status IS NOT NULL
                  AND created_at > now() - interval '24 hours'
                """).param("key", request.key()).param("principal", request.principal()).param("route", request.route())
                .query((row, _) -> new Answer(String.valueOf(row.getString("body_sha256")), row.getInt("status"),
                        row.getString("location"), String.valueOf(row.getString("body"))))
                .optional();
    }

    /** Keeps an answer, in the place of one that is too old to count. */
    void keep(Request request, Answer answer) {
        jdbc.sql("""
                INSERT INTO idempotency (key, principal, route, body_sha256, status, location, body)
                VALUES (:key, :principal, :route, :sha, :status, :location, :body)
                ON CONFLICT (key, principal, route) DO UPDATE
                SET body_sha256 = excluded.body_sha256, status = excluded.status, location = excluded.location,
                    body = excluded.body, created_at = now()
                """).param("key", request.key()).param("principal", request.principal()).param("route", request.route())
                .param("sha", answer.bodySha256()).param("status", answer.status())
                .param("location", answer.location()).param("body", answer.body()).update();
    }
}
