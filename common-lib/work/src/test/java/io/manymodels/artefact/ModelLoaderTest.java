package io.manymodels.artefact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.family.Task;
import io.manymodels.features.FeatureRecipe;
import io.manymodels.features.History;
import io.manymodels.kernel.Kernel;
import io.manymodels.kernel.KernelCodecs;
import io.manymodels.model.Link;
import io.manymodels.model.ModelBody;
import io.manymodels.model.ModelCodec;
import io.manymodels.model.ModelHeader;
import io.manymodels.model.PartitionModel;
import io.manymodels.model.ResidualQuantiles;
import io.manymodels.model.Scorer;
import io.manymodels.problem.ManyModelsException;
import io.manymodels.rows.Column;
import io.manymodels.rows.ColumnRole;
import io.manymodels.rows.ColumnType;
import io.manymodels.rows.RowSchema;
import io.manymodels.rows.Substitutes;
import io.manymodels.stack.Ports;
import io.manymodels.stack.credential.StorageKey;
import io.manymodels.stack.storage.ObjectStorage;
import io.manymodels.storage.ObjectStore;
import io.manymodels.storage.StorageConfiguration;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Packs in the storage that the local stack embeds. */
class ModelLoaderTest {

    private static final StorageKey KEY = new StorageKey("training-key", "a-secret-of-training");
    private static final String BUCKET = "candidates";
    private static final ModelHeader HEADER = new ModelHeader("toy", Task.REGRESSION,
            new RowSchema(List.of(new Column("y", ColumnType.DOUBLE, ColumnRole.TARGET))), null, 0, 0, List.of(),
            Map.of());

    @TempDir
    static Path data;

    static ObjectStorage storage;

    /** What a build to come, or a plug-in that is not here, would write. */
    record Elsewhere() implements Kernel.Foreign {

        @Override
        public int outputs() {
            return 1;
        }

        @Override
        public void score(double[] matrix, int rows, int width, double[] scores) {
            throw new UnsupportedOperationException("is only written");
        }

        @Override
        public String name() {
            return "acme.elsewhere";
        }

        @Override
        public int version() {
            return 4;
        }

        @Override
        public byte[] bytes() {
            return new byte[] {1, 2, 3};
        }

        @Override
        public long weight() {
            return 3;
        }
    }

    @BeforeAll
    static void start() throws IOException {
        storage = ObjectStorage.start(data, Ports.free().storage(), Map.of("training", KEY));
    }

    @AfterAll
    static void stop() {
        storage.close();
    }

    @Test
    void oneThatCannotBeReadDoesNotKeepTheOthersFromLoading() throws IOException {
        byte[] newer = ModelCodec.encode(body(constant(7)));
        newer[4] = 9;
        byte[] corrupt = ModelCodec.encode(body(constant(8)));
        corrupt[corrupt.length / 2] ^= 1;
        ByteArrayOutputStream pack = new ByteArrayOutputStream();
        PackWriter writer = new PackWriter(pack);
        ByteRange header = writer.append(ModelCodec.encode(HEADER));
        ArtefactLocation readable = location(header, writer.append(ModelCodec.encode(body(constant(5)))));
        ArtefactLocation later = location(header, writer.append(newer));
        ArtefactLocation foreign = location(header, writer.append(ModelCodec.encode(body(new Elsewhere()))));
        ArtefactLocation spoiled = location(header, asRegistered(writer.append(corrupt)));
        Map<ArtefactLocation, PartitionModel> loaded = new HashMap<>();
        Map<ArtefactLocation, ManyModelsException> failed = new HashMap<>();

        withStore(store -> {
            store.put(BUCKET, "pack", pack.toByteArray());
            new ModelLoader(store, BUCKET, KernelCodecs.NONE).loadAll(List.of(readable, later, foreign, spoiled),
                    new ModelLoader.Arrival() {
                        @Override
                        public void loaded(ArtefactLocation location, PartitionModel model) {
                            loaded.put(location, model);
                        }

                        @Override
                        public void failed(ArtefactLocation location, ManyModelsException problem) {
                            failed.put(location, problem);
                        }
                    });
        });

        assertThat(loaded.keySet()).containsExactly(readable);
        assertThat(failed.get(later)).hasMessageContaining("[pack]").hasMessageContaining("format [9]")
                .hasMessageContaining("Maybe update");
        assertThat(failed.get(foreign)).hasMessageContaining("[acme.elsewhere] of version [4]");
        assertThat(failed.values()).extracting(ManyModelsException::code).containsExactlyInAnyOrder("artefact-newer",
                "kernel-unknown", "artefact-corrupt");
        assertThat(failed.values()).allMatch(ModelLoader::isUnreadable);
    }

    @Test
    void aHeaderOfALaterBuildSaysSo() throws IOException {
        byte[] newer = ModelCodec.encode(HEADER);
        newer[4] = 9;
        ByteArrayOutputStream pack = new ByteArrayOutputStream();
        PackWriter writer = new PackWriter(pack);
        ArtefactLocation location = new ArtefactLocation("later", writer.append(newer),
                writer.append(ModelCodec.encode(body(constant(5)))));

        withStore(store -> {
            store.put(BUCKET, "later", pack.toByteArray());
            assertThatThrownBy(() -> new ModelLoader(store, BUCKET, KernelCodecs.NONE).load(location))
                    .isInstanceOfSatisfying(ManyModelsException.class, problem -> {
                        assertThat(problem.code()).isEqualTo("artefact-newer");
                        assertThat(problem).hasMessageContaining("[later]").hasMessageContaining("format [9]");
                    });
        });
    }

    /** As if the registry had known other bytes. */
    private static ByteRange asRegistered(ByteRange range) {
        return new ByteRange(range.offset(), range.length(), "0".repeat(64));
    }

    private static ArtefactLocation location(ByteRange header, ByteRange body) {
        return new ArtefactLocation("pack", header, body);
    }

    private static Kernel constant(double value) {
        return new Kernel.Linear(1, new double[] {value}, new double[0], new double[0]);
    }

    private static ModelBody body(Kernel kernel) {
        return new ModelBody("mean", null, new Scorer.Rows(new FeatureRecipe(List.of()), History.NONE, kernel),
                List.of(), Link.IDENTITY, ResidualQuantiles.NONE, Substitutes.NONE);
    }

    private static void withStore(java.util.function.Consumer<ObjectStore> use) {
        new ApplicationContextRunner().withUserConfiguration(StorageConfiguration.class)
                .withPropertyValues("manymodels.storage.endpoint=" + storage.endpoint(),
                        "manymodels.storage.access-key=" + KEY.accessKey(),
                        "manymodels.storage.secret-key=" + KEY.secretKey())
                .run(context -> use.accept(context.getBean(ObjectStore.class)));
    }
}
