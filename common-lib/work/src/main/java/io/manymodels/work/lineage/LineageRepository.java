package io.manymodels.work.lineage;

import io.manymodels.catalog.FamilyRepository;
import io.manymodels.catalog.Snapshot;
import io.manymodels.catalog.SnapshotRepository;
import io.manymodels.family.FamilySpec;
import io.manymodels.sql.SqlIdentifier;
import io.manymodels.work.api.Run;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** What runs read and make, from the catalogue and the views that readers have. */
class LineageRepository {

    private final JdbcClient jdbc;
    private final SnapshotRepository snapshots;
    private final FamilyRepository families;
    private final URI database;

    /** @param database as JDBC names it */
    LineageRepository(JdbcClient jdbc, String database) {
        this.jdbc = jdbc;
        this.snapshots = new SnapshotRepository(jdbc);
        this.families = new FamilyRepository(jdbc);
        this.database = URI.create(database.substring("jdbc:".length()));
    }

    List<LineageDataset> inputs(Run run) {
        return switch (run.kind()) {
            case INGESTION -> source(run);
            case TRAINING, BACKTEST -> List.of(lake(run));
            case PROMOTION -> List.of(models("candidates", run));
            case SCORING -> List.of(lake(run), models("production", run));
        };
    }

    List<LineageDataset> outputs(Run run) {
        return switch (run.kind()) {
            case INGESTION -> List.of(lake(run));
            case TRAINING -> List.of(models("candidates", run));
            case BACKTEST -> List.of(view(run, "_backtests"));
            case PROMOTION -> List.of(models("production", run));
            case SCORING -> List.of(view(run, "_predictions"));
        };
    }

    private List<LineageDataset> source(Run run) {
        FamilySpec.Source source = families.version(run.family(), run.familyVersion()).orElseThrow().spec().source();
        List<LineageDataset> datasets = new ArrayList<>();
        switch (source) {
            case FamilySpec.Source.Files files -> datasets.add(file(files.files()));
            case FamilySpec.Source.Jdbc query -> {
                datasets.add(new LineageDataset("connection://" + query.connection(), "query", "QUERY"));
                query.queries().keySet().stream().sorted().forEach(table -> datasets
                        .add(new LineageDataset("connection://" + query.connection(), table, "QUERY")));
            }
        }
        source.tables().values().stream().sorted().map(LineageRepository::file).forEach(datasets::add);
        return datasets;
    }

    private static LineageDataset file(String location) {
        if (!location.startsWith("s3://")) {
            return new LineageDataset("file", location, "FILE");
        }
        URI object = URI.create(location.replace(" ", "%20").replaceAll("[*?{}\\[\\]]", "_"));
        return new LineageDataset("s3://" + object.getHost(), location.substring(location.indexOf('/', 5) + 1), "FILE");
    }

    /** The family's sorted rows: of the run's own snapshot where it says which, else of the latest. */
    private LineageDataset lake(Run run) {
        Optional<String> named = named(run.result()).or(() -> named(run.parameters()));
        List<LineageDataset.Field> fields = named.flatMap(snapshots::find).or(() -> snapshots.latest(run.family()))
                .map(Snapshot::columns).orElse(List.of()).stream()
                .map(column -> new LineageDataset.Field(column.name(), column.type().wire(), column.role().wire()))
                .toList();
        return new LineageDataset("s3://lake", run.family(), "FILE", named.orElse(null), fields);
    }

    private static Optional<String> named(@Nullable JsonNode node) {
        return node != null && node.path("snapshot").isString()
                ? Optional.of(node.path("snapshot").asString())
                : Optional.empty();
    }

    private static LineageDataset models(String bucket, Run run) {
        return new LineageDataset("s3://" + bucket, run.family(), "MODEL");
    }

    private LineageDataset view(Run run, String suffix) {
        String view = "reporting." + SqlIdentifier.ofFamily(run.family()) + suffix;
        List<LineageDataset.Field> fields = jdbc.sql("""
                SELECT attname, format_type(atttypid, atttypmod), col_description(attrelid, attnum) FROM pg_attribute
                WHERE attrelid = to_regclass(?) AND attnum > 0 AND NOT attisdropped ORDER BY attnum
                """).param(view)
                .query((row, _) -> new LineageDataset.Field(row.getString(1), row.getString(2), row.getString(3)))
                .list();
        return new LineageDataset("postgres://%s:%d".formatted(database.getHost(),
                database.getPort() < 0 ? 5432 : database.getPort()), database.getPath().substring(1) + "." + view,
                "TABLE", null, fields);
    }
}
