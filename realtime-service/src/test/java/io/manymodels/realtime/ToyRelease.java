package io.manymodels.realtime;

import io.manymodels.fixtures.family.CatalogFamily;
import io.manymodels.fixtures.family.ReleasedFamily;
import io.manymodels.fixtures.family.ReleasedFamily.Assignment;
import io.manymodels.fixtures.family.ReleasedFamily.Fallback;
import io.manymodels.fixtures.family.ToyFamily;
import io.manymodels.fixtures.service.RunningService;
import io.manymodels.kernel.Kernel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * The toy family as ingestion and promotion would have left it, rows aside. A model answers 100 x store + 10 x price + the
 * release's number. Store 9 has the model of an earlier release, store 10 that of its group, which begins at 5000; the
 * family's model begins at 7000, its baseline at 9000.
 */
final class ToyRelease {

    static final int STORES = 200;

    private static final int OF_EARLIER = 9;
    private static final int OF_GROUP = 10;
    private static final String NORTH = "{\"region\":\"north\"}";

    private final CatalogFamily catalog;
    private final ReleasedFamily releases;
    private final Map<Integer, Kernel> kernels = new HashMap<>();

    ToyRelease(RunningService service, String family) {
        this(service, family, ToyFamily.spec(family));
    }

    ToyRelease(RunningService service, String family, String spec) {
        this.catalog = new CatalogFamily(service, spec);
        this.releases = new ReleasedFamily(service, family);
    }

    static String key(int store) {
        return ToyFamily.key(store % 2 == 0 ? "north" : "south", store);
    }

    /** Seals a snapshot of this id. */
    void snapshot(String id) {
        String object = "%s/snapshot=%s/part-00000.parquet".formatted(catalog.name(), id);
        catalog.seal(new CatalogFamily.Snapshot(id, object, ToyFamily.COLUMNS, ToyFamily.AXIS, (long) ToyFamily.WEEKS,
                "{}", IntStream.range(0, STORES).mapToObj(store -> new CatalogFamily.Partition(key(store), key(store),
                        ToyFamily.ROWS, ToyFamily.WEEKS, "f" + store, "{\"last\":{\"price\":7.5,\"units\":1}}", null))
                        .toList()));
    }

    /**
     * Publishes a release of the snapshot.
     *
     * @param corrupt the store whose artefact is not what the registry says; -1 for none
     */
    void release(int number, String snapshot, int corrupt) throws Exception {
        releases.release(number, snapshot, UUID.randomUUID(), ToyFamily.header(catalog.name()),
                IntStream.range(0, STORES).mapToObj(store -> assigned(store, number, store == corrupt)).toList(),
                List.of(new Fallback("group", NORTH, ToyFamily.model(number + 5000)),
                        new Fallback("family", "{}", ToyFamily.sharedModel(number + 7000)),
                        new Fallback("baseline", "{}", ToyFamily.sharedModel(number + 9000))),
                1);
    }

    /** A store's own model is this kernel, asked for the price four times. */
    void give(int store, Kernel kernel) {
        kernels.put(store, kernel);
    }

    private Assignment assigned(int store, int number, boolean corrupt) {
        Kernel given = kernels.get(store);
        return store == OF_GROUP
                ? new Assignment(key(store), "group", NORTH, "group", ToyFamily.model(number + 5000), corrupt)
                : new Assignment(key(store), "own", key(store), store == OF_EARLIER ? "previous" : "own",
                        given == null ? ToyFamily.model(number + 100.0 * store) : ToyFamily.model(given), corrupt);
    }

    /** Cuts the pack of a release short, behind the models of so many stores. */
    void truncate(int number, int stores) throws Exception {
        releases.truncate(number, stores);
    }
}
