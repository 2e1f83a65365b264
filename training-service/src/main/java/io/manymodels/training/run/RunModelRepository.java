package io.manymodels.training.run;

import io.manymodels.work.api.Run;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What the models of a run are, for the run's result. */
@Repository
class RunModelRepository {

    private final JdbcClient jdbc;

    RunModelRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** How many models of the run are shared, by whom. */
    Map<String, Long> sharedByScope(Run run) {
        Map<String, Long> counts = new LinkedHashMap<>();
        jdbc.sql("""
                SELECT scope, count(*) FROM training.run_model WHERE run_id = ? AND scope <> 'own' GROUP BY 1
                ORDER BY array_position('{family,baseline,group}'::text[], scope)
                """).param(run.id()).query(row -> {
            counts.put(row.getString(1), row.getLong(2));
        });
        return counts;
    }

    /** Candidates of the run with a model of their own, by algorithm. */
    Map<String, Long> algorithms(Run run) {
        Map<String, Long> algorithms = new LinkedHashMap<>();
        jdbc.sql("""
                SELECT v.algorithm, count(*) FROM training.run_model r JOIN training.model_version v ON v.id = r.version_id
                WHERE r.run_id = ? AND r.scope = 'own' GROUP BY 1 ORDER BY 2 DESC, 1
                """).param(run.id()).query(row -> {
            algorithms.put(row.getString(1), row.getLong(2));
        });
        return algorithms;
    }

    /** Keys whose model is of an algorithm that an earlier run chose, and that this one fitted again. */
    long refitted(Run run) {
        return jdbc.sql("""
                SELECT count(*) FROM training.model_version
                WHERE run_id = :run AND scope = 'own' AND provenance -> 'selection' ->> 'run' <> :run::text
                """).param("run", run.id()).query(Long.class).single();
    }

    /** Keys of which a candidate was left out for the budget, by its name. */
    Map<String, Long> leftOut(Run run) {
        Map<String, Long> leftOut = new LinkedHashMap<>();
        jdbc.sql("""
                SELECT x.variant, count(*)
                FROM training.model_version v
                CROSS JOIN LATERAL jsonb_array_elements_text(v.provenance -> 'leftOut') x(variant)
                WHERE v.run_id = ? AND v.scope = 'own' GROUP BY 1 ORDER BY 2 DESC, 1
                """).param(run.id()).query(row -> {
            leftOut.put(row.getString(1), row.getLong(2));
        });
        return leftOut;
    }

    /** Mean of a metric over the run's candidates with a model of their own; null where none has it. */
    @Nullable
    Double mean(Run run, String metric) {
        return jdbc.sql("""
                SELECT avg(CAST(v.metrics ->> ? AS double precision))
                FROM training.run_model r JOIN training.model_version v ON v.id = r.version_id
                WHERE r.run_id = ? AND r.scope = 'own'
                """).params(metric, run.id())
                .query((row, number) -> Optional.ofNullable(row.getObject(1, Double.class))).single().orElse(null);
    }
}
