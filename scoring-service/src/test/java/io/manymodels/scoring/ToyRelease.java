package io.manymodels.scoring;

import io.manymodels.fixtures.family.CatalogFamily;
import io.manymodels.fixtures.family.ReleasedFamily;
import io.manymodels.fixtures.family.ReleasedFamily.Assignment;
import io.manymodels.fixtures.family.ToyFamily;
import io.manymodels.fixtures.service.RunningService;
import io.manymodels.kernel.Kernel;
import io.manymodels.rows.Column;
import io.manymodels.rows.ColumnRole;
import io.manymodels.rows.ColumnType;
import io.manymodels.scoring.parquet.ColumnKind;
import io.manymodels.scoring.parquet.ColumnVector;
import io.manymodels.scoring.parquet.ParquetWriter;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A family of weekly sales as ingestion and promotion would have left it: 20 weeks of each of 14 stores, then two weeks
 * without units, for which even stores have a price. A model answers 100 x store + 10 x price. Stores 0 to 8 have their own
 * model, 9 an earlier one, 10 that of its group; 11 came after the release and has a group, 12 has a corrupt artefact, and
 * 13 came after the release and has no group either.
 */
final class ToyRelease {

    static final int STORES = 14;
    static final int WEEKS = ToyFamily.WEEKS;
    static final int ROWS = ToyFamily.ROWS;

    private static final List<Column> CHAINED = Stream.concat(ToyFamily.COLUMNS.stream(),
            Stream.of(new Column("chain", ColumnType.INTEGER, ColumnRole.STATIC))).toList();

    private final RunningService service;
    private final boolean chained;
    private final CatalogFamily family;
    private final ReleasedFamily releases;
    private final Map<Integer, Kernel> kernels = new HashMap<>();

    ToyRelease(RunningService service, String family, UnaryOperator<String> spec) {
        this.service = service;
        this.chained = spec.apply(ToyFamily.spec(family)).contains("static: [chain]");
        this.family = new CatalogFamily(service, spec.apply(ToyFamily.spec(family)));
        this.releases = new ReleasedFamily(service, family);
    }

    static String key(int store) {
        return ToyFamily.key(region(store), store);
    }

    private static String region(int store) {
        return store == 13 ? "nowhere" : "north";
    }

    /** Gives the family another spec, from the usual one. */
    void change(UnaryOperator<String> spec) {
        family.change(spec.apply(ToyFamily.spec(family.name())));
    }

    /** Writes and seals a snapshot of this id, and with the chain of each store where the spec asks for it. */
    void snapshot(String id) throws Exception {
        String object = "%s/snapshot=%s/part-00000.parquet".formatted(family.name(), id);
        service.store("ingestion", "lake", object, parquet());
        family.seal(new CatalogFamily.Snapshot(id, object, chained ? CHAINED : ToyFamily.COLUMNS,
                ToyFamily.AXIS, (long) WEEKS, "{}",
                IntStream.range(0, STORES)
                        .mapToObj(store -> new CatalogFamily.Partition(key(store), key(store), ROWS, WEEKS, "f" + store,
                                "{\"last\":{\"chain\":%d}}".formatted(store % 3), null))
                        .toList()));
    }

    private byte[] parquet() throws Exception {
        ColumnVector region = new ColumnVector("region", ColumnKind.TEXT);
        ColumnVector store = new ColumnVector("store", ColumnKind.INTEGER);
        ColumnVector week = new ColumnVector("week", ColumnKind.INTEGER);
        ColumnVector units = new ColumnVector("units", ColumnKind.DOUBLE);
        ColumnVector price = new ColumnVector("price", ColumnKind.DOUBLE);
        ColumnVector chain = new ColumnVector("chain", ColumnKind.INTEGER);
        for (int s = 0; s < STORES; s++) {
            for (int w = 1; w <= ROWS; w++) {
                region.addText(region(s));
                store.addLong(s);
                week.addLong(w);
                chain.addLong(s % 3);
                units.addDouble(w > WEEKS ? Double.NaN : s + w);
                price.addDouble(w > WEEKS && s % 2 == 1 ? Double.NaN : ToyFamily.price(w));
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ParquetWriter.write(chained
                ? List.of(region, store, week, units, price, chain)
                : List.of(region, store, week, units, price), bytes);
        return bytes.toByteArray();
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
                        given == null ? ToyFamily.model(group ? 5000 : 100.0 * store) : ToyFamily.model(given),
                        store == corrupt));
            }
        }
        releases.release(number, snapshot, run,
                ToyFamily.header(family.name()),
                assignments, stored);
    }

    /** A store's own model is this kernel, asked for the price four times. */
    void give(int store, Kernel kernel) {
        kernels.put(store, kernel);
    }

    /** Points readers to an earlier release, as promotion does. */
    void rollBack(int number) {
        releases.makeCurrent(number);
    }
}
