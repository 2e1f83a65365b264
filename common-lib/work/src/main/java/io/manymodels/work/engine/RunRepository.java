package io.manymodels.work.engine;

import io.manymodels.family.ErrorBudget;
import io.manymodels.problem.Problem;
import io.manymodels.run.Outcome;
import io.manymodels.run.RunKind;
import io.manymodels.run.RunState;
import io.manymodels.sql.BulkCopy;
import io.manymodels.work.api.NewRun;
import io.manymodels.work.api.PartitionOutcome;
import io.manymodels.work.api.Progress;
import io.manymodels.work.api.Run;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Tables run and run_partition of the service's own schema. */
public class RunRepository {

    private static final String SELECT = """
            SELECT id, kind, family, family_version, cycle, state, parameters, allowed_failures, allowed_failure_share,
                   submitted_by, expected, succeeded, fell_back, skipped, failed, cancelled, cancel_requested, submitted_at,
                   started_at, finished_at, problem_code, problem_message, result, trace
            FROM run
            """;

    private final JdbcClient jdbc;
    private final DataSource dataSource;
    private final JsonMapper json;

    RunRepository(JdbcClient jdbc, DataSource dataSource, JsonMapper json) {
        this.jdbc = jdbc;
        this.dataSource = dataSource;
        this.json = json;
    }

    /**
     * False when a run with this id is there already.
     *
     * @param trace {@code traceparent} of who submits it
     */
    boolean insert(NewRun run, int planVersion, @Nullable String trace) {
        ErrorBudget budget = run.errorBudget();
        return jdbc.sql("""
                INSERT INTO run (id, kind, family, family_version, cycle, parameters, allowed_failures,
                                 allowed_failure_share, submitted_by, plan_version, trace)
                VALUES (:id, :kind, :family, :familyVersion, :cycle,
                        :parameters::jsonb, :count, :share, :submittedBy, :planVersion, :trace)
                ON CONFLICT (id) DO NOTHING
                """).param("id", run.id()).param("kind", run.kind().wireName()).param("family", run.family())
                .param("familyVersion", run.familyVersion()).param("cycle", run.cycle())
                .param("parameters", json.writeValueAsString(run.parameters()))
                .param("count", budget.percent() ? -1 : Math.round(budget.value()))
                .param("share", budget.percent() ? budget.value() / 100 : 0).param("submittedBy", run.submittedBy())
                .param("planVersion", planVersion).param("trace", trace).update() == 1;
    }

    /** When the latest run of each kind that ever succeeded ended. */
    Map<RunKind, Instant> lastSuccesses() {
        Map<RunKind, Instant> successes = new EnumMap<>(RunKind.class);
        jdbc.sql("SELECT kind, max(finished_at) AS ended FROM run WHERE state = 'succeeded' GROUP BY kind")
                .query(row -> {
                    successes.put(RunKind.ofWireName(row.getString("kind")),
                            row.getObject("ended", OffsetDateTime.class).toInstant());
                });
        return successes;
    }

    Optional<Run> find(UUID id) {
        return jdbc.sql(SELECT + "WHERE id = :id").param("id", id).query(this::run).optional();
    }

    /** Those of the runs that are there. */
    public List<Run> find(List<UUID> ids) {
        return jdbc.sql(SELECT + "WHERE id = ANY (:ids)").param("ids", ids.toArray(UUID[]::new))
                .query(this::run).list();
    }

    /** Newest first, after the cursor's time and id where given. */
    public List<Run> list(@Nullable String family, @Nullable String kind, @Nullable String state,
            @Nullable Instant before,
            @Nullable UUID beforeId, int limit) {
        return jdbc.sql(SELECT + """
                WHERE (:family::text IS NULL OR family = :family) AND (:kind::text IS NULL OR kind = :kind)
                  AND (:state::text IS NULL OR state = :state)
                  AND (:before::timestamptz IS NULL OR (submitted_at, id) < (:before::timestamptz, :beforeId::uuid))
                ORDER BY submitted_at DESC, id DESC LIMIT :limit
                """).param("family", family).param("kind", kind).param("state", state)
                .param("before", before == null ? null : before.toString())
                .param("beforeId", beforeId == null ? null : beforeId.toString()).param("limit", limit).query(this::run)
                .list();
    }

    /** Outcomes of a run by sequence, behind {@code after}. */
    public List<PartitionOutcome> partitions(UUID run, @Nullable String outcome, int after, int limit) {
        return jdbc.sql("""
                SELECT sequence, key, outcome, reason_code, reason_message, attempts, seconds FROM run_partition
                WHERE run_id = :run AND sequence > :after AND (:outcome::text IS NULL OR outcome = :outcome)
                ORDER BY sequence LIMIT :limit
                """).param("run", run).param("after", after).param("outcome", outcome).param("limit", limit)
                .query(RunRepository::partition).list();
    }

    void start(UUID run) {
        jdbc.sql("""
                UPDATE run SET state = 'running', started_at = coalesce(started_at, now())
                WHERE id = :run AND state = 'queued'
                """).param("run", run).update();
    }

    /** From here on the run is for workers that know plans of this version. */
    void raisePlanVersion(UUID run, int planVersion) {
        jdbc.sql("UPDATE run SET plan_version = :version WHERE id = :run AND plan_version < :version").param("run", run)
                .param("version", planVersion).update();
    }

    void planned(UUID run, long expected) {
        jdbc.sql("UPDATE run SET expected = greatest(:expected, 0) WHERE id = :run").param("run", run)
                .param("expected", expected).update();
    }

    /** Writes outcomes and counts them. */
    void account(UUID run, List<PartitionOutcome> outcomes) {
        if (outcomes.isEmpty()) {
            return;
        }
        try (BulkCopy copy = BulkCopy.into(dataSource, "run_partition", "run_id", "sequence", "key", "outcome",
                "reason_code", "reason_message", "attempts", "seconds")) {
            for (PartitionOutcome outcome : outcomes) {
                Problem reason = outcome.reason();
                copy.row().uuid(run).int4(outcome.sequence()).text(outcome.key()).text(outcome.outcome().wireName())
                        .text(reason == null ? null : reason.code()).text(reason == null ? null : reason.message())
                        .int4(outcome.attempts()).float8(outcome.seconds());
            }
            copy.finish();
        }
        Map<Outcome, Long> counts = outcomes.stream()
                .collect(Collectors.groupingBy(PartitionOutcome::outcome, Collectors.counting()));
        jdbc.sql("""
                UPDATE run SET succeeded = succeeded + :succeeded, fell_back = fell_back + :fellBack,
                               skipped = skipped + :skipped, failed = failed + :failed, cancelled = cancelled + :cancelled
                WHERE id = :run
                """).param("run", run).param("succeeded", counts.getOrDefault(Outcome.SUCCEEDED, 0L))
                .param("fellBack", counts.getOrDefault(Outcome.FELL_BACK, 0L))
                .param("skipped", counts.getOrDefault(Outcome.SKIPPED, 0L))
                .param("failed", counts.getOrDefault(Outcome.FAILED, 0L))
                .param("cancelled", counts.getOrDefault(Outcome.CANCELLED, 0L)).update();
    }

    /** Counts afresh what is in run_partition, for processes that wrote there themselves. */
    void recount(UUID run, boolean expectedIsWhatIsThere) {
        jdbc.sql("""
                UPDATE run SET succeeded = c.succeeded, fell_back = c.fell_back, skipped = c.skipped, failed = c.failed,
                               cancelled = c.cancelled,
                               expected = CASE WHEN :measured THEN c.total ELSE expected END
                FROM (SELECT count(*) AS total, count(*) FILTER (WHERE outcome = 'succeeded') AS succeeded,
                             count(*) FILTER (WHERE outcome = 'fellBack') AS fell_back,
                             count(*) FILTER (WHERE outcome = 'skipped') AS skipped,
                             count(*) FILTER (WHERE outcome = 'failed') AS failed,
                             count(*) FILTER (WHERE outcome = 'cancelled') AS cancelled
                      FROM run_partition WHERE run_id = :run) c
                WHERE id = :run
                """).param("run", run).param("measured", expectedIsWhatIsThere).update();
    }

    /**
     * What is to be known of a run when one of its tasks ends.
     *
     * @param openTasks tasks that are pending or leased
     * @param unaccounted partitions without an outcome
     */
    record Standing(RunState state, boolean cancelRequested, int openTasks, long unaccounted) {}

    /**
     * Changes the number of open tasks and answers how the run stands. Locks the run until the transaction ends, and so
     * serialises the ends of its tasks; whoever calls this holds the locks of those tasks already, or takes none that he
     * would have to wait for.
     */
    Standing openTasks(UUID run, int change) {
        return jdbc.sql("""
                UPDATE run SET open_tasks = open_tasks + :change WHERE id = :run
                RETURNING state, cancel_requested, open_tasks,
                          expected - succeeded - fell_back - skipped - failed - cancelled AS unaccounted
                """).param("run", run).param("change", change)
                .query((row, _) -> new Standing(RunState.ofWireName(row.getString("state")),
                        row.getBoolean("cancel_requested"), row.getInt("open_tasks"), row.getLong("unaccounted")))
                .single();
    }

    /** False when the run is in a final state already. */
    boolean end(UUID run, RunEnd end) {
        Problem problem = end instanceof RunEnd.Failed failed ? failed.problem() : null;
        return jdbc.sql("""
                UPDATE run SET state = :state, finished_at = clock_timestamp(), started_at = coalesce(started_at, now()),
                               problem_code = :code, problem_message = :message
                WHERE id = :run AND state IN ('queued', 'running')
                """).param("run", run).param("state", end.state().wireName())
                .param("code", problem == null ? null : problem.code())
                .param("message", problem == null ? null : problem.message()).update() == 1;
    }

    /** Says that the run ends now: what its end wrote is written, and not when that began. */
    void endsNow(UUID run) {
        jdbc.sql("UPDATE run SET finished_at = clock_timestamp() WHERE id = :run").param("run", run).update();
    }

    /** Keeps what the run came to. */
    void keepResult(UUID run, Object result) {
        jdbc.sql("UPDATE run SET result = :result::jsonb WHERE id = :run").param("run", run)
                .param("result", json.writeValueAsString(result)).update();
    }

    /** False when the run is in a final state already. */
    boolean requestCancellation(UUID run) {
        return jdbc.sql("""
                UPDATE run SET cancel_requested = true WHERE id = :run AND state IN ('queued', 'running')
                """).param("run", run).update() == 1;
    }

    private Run run(ResultSet row, int rowNumber) throws SQLException {
        String problemCode = row.getString("problem_code");
        String result = row.getString("result");
        return new Run(row.getObject("id", UUID.class), RunKind.ofWireName(row.getString("kind")),
                row.getString("family"),
                row.getInt("family_version"), row.getObject("cycle", UUID.class),
                RunState.ofWireName(row.getString("state")), json.readTree(row.getString("parameters")),
                budget(row.getLong("allowed_failures"), row.getDouble("allowed_failure_share")),
                row.getString("submitted_by"),
                Progress.of(row.getLong("expected"), row.getLong("succeeded"), row.getLong("fell_back"),
                        row.getLong("skipped"), row.getLong("failed"), row.getLong("cancelled")),
                row.getBoolean("cancel_requested"), Objects.requireNonNull(instant(row, "submitted_at")),
                instant(row, "started_at"), instant(row, "finished_at"),
                problemCode == null ? null : new Problem(problemCode, String.valueOf(row.getString("problem_message"))),
                result == null ? null : json.readTree(result), row.getString("trace"));
    }

    private static PartitionOutcome partition(ResultSet row, int rowNumber) throws SQLException {
        String code = row.getString("reason_code");
        Outcome outcome = Outcome.ofWireName(row.getString("outcome")).orElseThrow();
        return new PartitionOutcome(row.getInt("sequence"), row.getString("key"), outcome,
                code == null ? null : new Problem(code, String.valueOf(row.getString("reason_message"))),
                row.getInt("attempts"), row.getDouble("seconds"));
    }

    /** The share in percent to six decimals, which is finer than anybody writes and hides what the division by 100 did. */
    private static ErrorBudget budget(long count, double share) {
        return count >= 0 ? new ErrorBudget(count, false) : new ErrorBudget(Math.round(share * 1e8) / 1e6, true);
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }
}
