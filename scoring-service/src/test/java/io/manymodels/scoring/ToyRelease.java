package io.manymodels.scoring;

import io.manymodels.family.Task;
import io.manymodels.features.FeatureRecipe;
import io.manymodels.features.FeatureTerm;
import io.manymodels.features.History;
import io.manymodels.fixtures.family.CatalogFamily;
import io.manymodels.fixtures.family.ReleasedFamily;
import io.manymodels.fixtures.family.ReleasedFamily.Assignment;
import io.manymodels.fixtures.service.RunningService;
import io.manymodels.kernel.Kernel;
import io.manymodels.model.Link;
import io.manymodels.model.ModelBody;
import io.manymodels.model.ModelHeader;
import io.manymodels.model.ResidualQuantiles;
import io.manymodels.model.Scorer;
import io.manymodels.rows.Column;
import io.manymodels.rows.ColumnRole;
import io.manymodels.rows.ColumnType;
import io.manymodels.rows.RowSchema;
import io.manymodels.rows.Substitutes;
import io.manymodels.rows.TimeAxis;
import io.manymodels.scoring.parquet.ColumnKind;
import io.manymodels.scoring.parquet.ColumnVector;
import io.manymodels.scoring.parquet.ParquetWriter;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * A family of weekly sales as ingestion and promotion would have left it: 20 weeks of each of 14 stores, then two weeks
 * without units, for which even stores have a price. A model answers 100 x store + 10 x price. Stores 0 to 8 have their own
 * model, 9 an earlier one, 10 that of its group; 11 came after the release and has a group, 12 has a corrupt artefact, and
 * 13 came after the release and has no group either.
 */
final class ToyRelease {

    static final int STORES = 14;
    static final int WEEKS = 20;
    static final int ROWS = WEEKS + 2;

    private static final String SPEC = """
            family: {family}
            source: {files: toy.csv}
            key: [region, store]
            group: [region]
            time: {column: week, unit: week, epoch: 2020-01-06}
            target: units
            task: forecast
            columns: {known: [price]}
            forecast: {gap: 0, horizon: 2}
            training: {algorithms: [naive, ridge], metric: mae, windows: 2, errorBudget: 3}
            scoring: {rows: horizon, intervals: [80]}
            """;
    private static final List<Column> COLUMNS = List.of(new Column("region", ColumnType.TEXT, ColumnRole.KEY),
            new Column("store", ColumnType.INTEGER, ColumnRole.KEY),
            new Column("week", ColumnType.INTEGER, ColumnRole.TIME),
            new Column("units", ColumnType.DOUBLE, ColumnRole.TARGET),
            new Column("price", ColumnType.DOUBLE, ColumnRole.KNOWN));
    private static final TimeAxis AXIS = new TimeAxis(TimeAxis.Kind.INTEGER, io.manymodels.family.TimeStep.WEEK, 1,
            null, 1);
    private static final FeatureTerm PRICE = new FeatureTerm.Value(4, FeatureTerm.Scale.RAW);

    private final Map<Integer, Kernel> kernels = new HashMap<>();
    private final RunningService service;
    private final CatalogFamily family;
    private final ReleasedFamily releases;

    ToyRelease(RunningService service, String family) {
        this.service = service;
        this.family = new CatalogFamily(service, SPEC.replace("{family}", family));
        this.releases = new ReleasedFamily(service, family);
    }

    static String key(int store) {
        return "{\"region\":\"%s\",\"store\":%d}".formatted(region(store), store);
    }

    private static String region(int store) {
        return store == 13 ? "nowhere" : "north";
    }

    /** Writes and seals a snapshot of this id. */
    void snapshot(String id) throws Exception {
        String object = "%s/snapshot=%s/part-00000.parquet".formatted(family.name(), id);
        service.store("ingestion", "lake", object, parquet());
        family.seal(new CatalogFamily.Snapshot(id, object, COLUMNS, AXIS, (long) WEEKS, "{}", IntStream.range(0, STORES)
                .mapToObj(store -> new CatalogFamily.Partition(key(store), key(store), ROWS, WEEKS, "f" + store, "{}",
                        null))
                .toList()));
    }

    private static byte[] parquet() throws Exception {
        ColumnVector region = new ColumnVector("region", ColumnKind.TEXT);
        ColumnVector store = new ColumnVector("store", ColumnKind.INTEGER);
        ColumnVector week = new ColumnVector("week", ColumnKind.INTEGER);
        ColumnVector units = new ColumnVector("units", ColumnKind.DOUBLE);
        ColumnVector price = new ColumnVector("price", ColumnKind.DOUBLE);
        for (int s = 0; s < STORES; s++) {
            for (int w = 1; w <= ROWS; w++) {
                region.addText(region(s));
                store.addLong(s);
                week.addLong(w);
                units.addDouble(w > WEEKS ? Double.NaN : s + w);
                price.addDouble(w > WEEKS && s % 2 == 1 ? Double.NaN : price(w));
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ParquetWriter.write(List.of(region, store, week, units, price), bytes);
        return bytes.toByteArray();
    }

    static double price(int week) {
        return 1 + week / 8.0;
    }

    /** Publishes a release of the snapshot. */
    void release(int number, String snapshot) throws Exception {
        release(number, snapshot, UUID.randomUUID());
    }

    /** Publishes a release that a promotion run made. */
    void release(int number, String snapshot, UUID run) throws Exception {
        release(number, snapshot, run, 12, 1);
    }

    /**
     * Publishes a release.
     *
     * @param corrupt the store whose artefact has another SHA-256 than is registered; -1 for none
     * @param stored share of the pack's bytes that are there
     */
    void release(int number, String snapshot, UUID run, int corrupt, double stored) throws Exception {
        List<Assignment> assignments = new ArrayList<>();
        for (int store = 0; store < 13; store++) {
            boolean group = store == 10;
            Kernel given = kernels.get(store);
            if (store != 11) {
                assignments.add(new Assignment(key(store), group ? "group" : "own",
                        group ? "{\"region\":\"north\"}" : key(store),
                        store == 9 ? "previous" : group ? "group" : "own",
                        given == null
                                ? body(group ? 5000 : 100.0 * store)
                                : body(given, List.of(PRICE, PRICE, PRICE, PRICE)),
                        store == corrupt));
            }
        }
        releases.release(number, snapshot, run,
                new ModelHeader(family.name(), Task.FORECAST, new RowSchema(COLUMNS), AXIS,
                        0, 2, List.of(80), Map.of()),
                assignments, stored);
    }

    /** Points readers to an earlier release, as promotion does. */
    void rollBack(int number) {
        releases.makeCurrent(number);
    }

    /** A store's own model is this kernel, asked for the price four times. */
    void give(int store, Kernel kernel) {
        kernels.put(store, kernel);
    }

    private static ModelBody body(double intercept) {
        return body(new Kernel.Linear(1, new double[] {intercept}, new double[] {10}, new double[] {0}),
                List.of(PRICE));
    }

    private static ModelBody body(Kernel kernel, List<FeatureTerm> features) {
        return new ModelBody("ridge", null, new Scorer.Rows(new FeatureRecipe(features), History.NONE, kernel),
                List.of(),
                Link.IDENTITY, ResidualQuantiles.pooled(new double[] {-3}, new double[] {4}),
                new Substitutes(List.of(new Substitutes.Substitute(4, 2.5, null, true))));
    }
}
