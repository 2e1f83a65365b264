package io.manymodels.ingestion.family;

import io.manymodels.family.KnownAlgorithm;
import io.manymodels.family.Task;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The algorithms that training published. */
@Repository
class KnownAlgorithmRepository {

    private static final TypeReference<List<KnownAlgorithm.Setting>> SETTINGS = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final JsonMapper json;

    KnownAlgorithmRepository(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** Empty while no training service has ever started on this database: then training checks, at a run's submission. */
    List<KnownAlgorithm> all() {
        boolean published = jdbc
                .sql("SELECT EXISTS (SELECT FROM pg_tables WHERE schemaname = 'training' AND tablename = 'learner')")
                .query(Boolean.class).single();
        return !published
                ? List.of()
                : jdbc.sql("SELECT name, tasks, settings::text FROM training.learner ORDER BY name")
                        .query((row, number) -> new KnownAlgorithm(row.getString(1),
                                Arrays.stream((String[]) row.getArray(2).getArray())
                                        .map(task -> Task.valueOf(task.toUpperCase(Locale.ROOT)))
                                        .collect(Collectors.toSet()),
                                json.readValue(row.getString(3), SETTINGS)))
                        .list();
    }
}
