package io.manymodels.work.rest;

import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Table idempotency of the service's own schema. */
class IdempotencyRepository {

    /** Who asked for what under which key. */
    record Request(String key, String principal, String route, String bodySha256) {}

    /** What was answered; a null status means that the first request is still being worked on. */
    record Answer(String bodySha256, @Nullable Integer status, @Nullable String location, @Nullable String body) {}

    private final JdbcClient jdbc;

    IdempotencyRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** False when the key is in use. A request that never got its answer frees its key after a minute. */
    boolean begin(Request request) {
        jdbc.sql("""
                DELETE FROM idempotency
                WHERE created_at < now() - interval '24 hours' OR (status IS NULL AND created_at < now() - interval '1 minute')
                """).update();
        return jdbc.sql("""
                INSERT INTO idempotency (key, principal, route, body_sha256) VALUES (:key, :principal, :route, :sha)
                ON CONFLICT DO NOTHING
                """).param("key", request.key()).param("principal", request.principal()).param("route", request.route())
                .param("sha", request.bodySha256()).update() == 1;
    }

    Optional<Answer> find(Request request) {
        return jdbc.sql("""
                SELECT body_sha256, status, location, body FROM idempotency
                WHERE key = :key AND principal = :principal AND route = :route
                """).param("key", request.key()).param("principal", request.principal()).param("route", request.route())
                .query((row, _) -> new Answer(String.valueOf(row.getString("body_sha256")),
                        row.getObject("status", Integer.class), row.getString("location"), row.getString("body")))
                .optional();
    }

    void answered(Request request, int status, @Nullable String location, String body) {
        jdbc.sql("""
                UPDATE idempotency SET status = :status, location = :location, body = :body
                WHERE key = :key AND principal = :principal AND route = :route
                """).param("status", status).param("location", location).param("body", body).param("key", request.key())
                .param("principal", request.principal()).param("route", request.route()).update();
    }

    void forget(Request request) {
        jdbc.sql("DELETE FROM idempotency WHERE key = :key AND principal = :principal AND route = :route")
                .param("key", request.key()).param("principal", request.principal()).param("route", request.route())
                .update();
    }
}
