package io.manymodels.scoring.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.artefact.ArtefactLocation;
import io.manymodels.artefact.ByteRange;
import io.manymodels.artefact.ModelLoader;
import io.manymodels.artefact.PackWriter;
import io.manymodels.catalog.PartitionEntry;
import io.manymodels.family.Task;
import io.manymodels.features.FeatureRecipe;
import io.manymodels.features.FeatureTerm;
import io.manymodels.features.History;
import io.manymodels.kernel.Kernel;
import io.manymodels.kernel.KernelCodecs;
import io.manymodels.model.Link;
import io.manymodels.model.ModelBody;
import io.manymodels.model.ModelCodec;
import io.manymodels.model.ModelHeader;
import io.manymodels.model.ResidualQuantiles;
import io.manymodels.model.Scorer;
import io.manymodels.registry.Rung;
import io.manymodels.rows.Column;
import io.manymodels.rows.ColumnRole;
import io.manymodels.rows.ColumnType;
import io.manymodels.rows.PartitionRows;
import io.manymodels.rows.RowSchema;
import io.manymodels.rows.Substitutes;
import io.manymodels.run.Outcome;
import io.manymodels.scoring.ScoringStack;
import io.manymodels.scoring.answer.ModelWindow.Answering;
import io.manymodels.scoring.parquet.ColumnKind;
import io.manymodels.scoring.prediction.Actuals;
import io.manymodels.scoring.prediction.PredictionBatch;
import io.manymodels.scoring.prediction.PredictionColumn;
import io.manymodels.scoring.prediction.PredictionSchema;
import io.manymodels.scoring.prediction.Publication;
import io.manymodels.storage.ObjectStore;
import io.manymodels.work.api.PartitionOutcome;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Models of many partitions from a real object storage, a few hundred at a time, some of them broken. */
class ModelWindowIT {

    /** More than two windows. */
    private static final int MODELS = 600;
    private static final String PACK = "windows/models.pack";
    private static final RowSchema ROWS = new RowSchema(List.of(new Column("k", ColumnType.INTEGER, ColumnRole.KEY),
            new Column("x", ColumnType.DOUBLE, ColumnRole.KNOWN),
            new Column("y", ColumnType.DOUBLE, ColumnRole.TARGET)));

    private static final List<ArtefactLocation> LOCATIONS = new ArrayList<>();
    private static final ModelLoader LOADER = new ModelLoader(ScoringStack.INSTANCE.bean(ObjectStore.class),
            "production", KernelCodecs.NONE);

    /** Model i always answers i, but for the last one, which answers no number. */
    @BeforeAll
    static void models() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PackWriter pack = new PackWriter(bytes);
        ByteRange header = pack.append(ModelCodec.encode(
                new ModelHeader("windows", Task.REGRESSION, ROWS, null, 0, 0, List.of(), Map.of())));
        for (int i = 0; i < MODELS; i++) {
            LOCATIONS.add(new ArtefactLocation(PACK, header,
                    pack.append(ModelCodec.encode(body(i == MODELS - 1 ? Double.NaN : i)))));
        }
        ScoringStack.INSTANCE.store("promotion", "production", PACK, bytes.toByteArray());
    }

    private static ModelBody body(double answer) {
        return new ModelBody("mean", null,
                new Scorer.Rows(new FeatureRecipe(List.of(new FeatureTerm.Value(1, FeatureTerm.Scale.RAW))),
                        History.NONE, new Kernel.Linear(1, new double[] {answer}, new double[] {0}, new double[] {0})),
                List.of(), Link.IDENTITY, ResidualQuantiles.pooled(new double[0], new double[0]),
                new Substitutes(List.of()));
    }

    private static Assignment assigned(int sequence, int model) {
        return new Assignment(sequence, model, Rung.OWN, LOCATIONS.get(model));
    }

    /** Whose bytes are not what the registry says. */
    private static Assignment broken(int sequence, int model) {
        ArtefactLocation sound = LOCATIONS.get(model);
        return new Assignment(sequence, 10_000L + model, Rung.OWN, new ArtefactLocation(PACK, sound.header(),
                new ByteRange(sound.body().offset(), sound.body().length(), "0".repeat(64))));
    }

    private static ModelWindow window(List<Assignment> assignments) {
        return new ModelWindow(LOADER, assignments, sequences -> {
            throw new AssertionError("Nobody asked who stands in for " + sequences);
        });
    }

    private static Answering.By by(ModelWindow window, int sequence) {
        Answering answering = window.of(sequence);
        assertThat(answering).as("partition %d", sequence).isInstanceOf(Answering.By.class);
        return (Answering.By) answering;
    }

    @Test
    void everyPartitionIsAnsweredByItsOwnModelAcrossWindows() {
        ModelWindow window = window(IntStream.range(0, MODELS).mapToObj(i -> assigned(2 * i, MODELS - 1 - i)).toList());

        for (int sequence = 0; sequence < 2 * MODELS; sequence++) {
            if (sequence % 2 == 1) {
                assertThat(window.of(sequence)).as("%d", sequence).isEqualTo(new Answering.Unassigned());
            } else {
                assertThat(by(window, sequence).assignment().modelVersion()).isEqualTo(MODELS - 1 - sequence / 2);
            }
        }
        assertThat(window.of(5_000)).isEqualTo(new Answering.Unassigned());
        assertThat(window.broken()).isZero();
    }

    @Test
    void partitionsThatNobodyAsksForArePassedOver() {
        ModelWindow window = window(IntStream.range(0, MODELS).mapToObj(i -> assigned(i, i)).toList());

        for (int sequence : new int[] {3, 3, 255, 256, 257, 511, 512, 599}) {
            assertThat(by(window, sequence).assignment().modelVersion()).isEqualTo(sequence);
        }
    }

    @Test
    void aModelThatManyShareIsOneModel() {
        ModelWindow window = window(IntStream.range(0, MODELS).mapToObj(i -> assigned(i, 7)).toList());

        Object first = by(window, 0).model();

        assertThat(by(window, 255).model()).isSameAs(first);
        assertThat(by(window, 256).model()).as("in the next window too").isSameAs(first);
    }

    @Test
    void aBrokenModelIsStoodInForByTheBestThatIsNot() {
        List<Assignment> assignments = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            assignments.add(i % 100 == 0 ? broken(i, i) : assigned(i, i));
        }
        List<Set<Integer>> asked = new ArrayList<>();
        ModelWindow window = new ModelWindow(LOADER, assignments, sequences -> {
            asked.add(sequences);
            Map<Integer, List<Assignment>> found = new HashMap<>();
            if (sequences.contains(0)) {
                found.put(0, List.of(broken(0, 400), broken(0, 401), assigned(0, 402), assigned(0, 403)));
                found.put(100, List.of(assigned(100, 404)));
            }
            return found;
        });

        assertThat(by(window, 0).assignment().modelVersion()).isEqualTo(402);
        assertThat(Objects.requireNonNull(by(window, 0).instead()).code()).isEqualTo("artefact-corrupt");
        assertThat(by(window, 1).instead()).isNull();
        assertThat(by(window, 100).assignment().modelVersion()).isEqualTo(404);
        assertThat(window.of(200)).isInstanceOfSatisfying(Answering.Broken.class,
                broken -> assertThat(broken.problem().code()).isEqualTo("artefact-corrupt"));
        assertThat(by(window, 299).assignment().modelVersion()).isEqualTo(299);
        assertThat(asked).as("once a window, and not for one that is whole").containsExactly(Set.of(0, 100, 200));
        assertThat(window.broken()).isEqualTo(3);
    }

    @Test
    void aStorageThatIsAwayIsNoFaultOfAModel() {
        ModelLoader nowhere = new ModelLoader(ScoringStack.INSTANCE.bean(ObjectStore.class), "candidates",
                KernelCodecs.NONE);
        ModelWindow window = new ModelWindow(nowhere, List.of(assigned(0, 0)), _ -> Map.of());

        assertThatThrownBy(() -> window.of(0)).hasMessageContaining("candidates");
    }

    private static PartitionRows rows(double x) {
        return new PartitionRows(ROWS, "{\"k\":1}", 1, new long[0], new double[][] {{1}, {x}, {Double.NaN}},
                new @Nullable String[3][0]);
    }

    private static PartitionEntry entry(int sequence) {
        return new PartitionEntry(sequence, "{\"k\":1}", "{}", "x", 0, 1, 0, null, null, "f", true, null, null);
    }

    @Test
    void whatGoesWrongWithOnePartitionIsItsOutcomeAndNobodyElses() {
        PredictionSchema schema = PredictionSchema.ofNumbers(
                List.of(new PredictionColumn("k", ColumnKind.INTEGER, PredictionColumn.Role.KEY, "")), "y", List.of());
        PredictionBatch batch = new PredictionBatch(
                new Publication(new UUID(0, 1), "windows", 1, schema, Instant.EPOCH));
        PartitionScorer scorer = new PartitionScorer(new RowSelection.Existing(true, null),
                new ModelWindow(LOADER, List.of(assigned(0, 5), broken(1, 6), assigned(2, MODELS - 1),
                        new Assignment(4, 7, Rung.GROUP, LOCATIONS.get(7)), assigned(6, 8)), _ -> Map.of()),
                new AnswerWriter(schema, batch), new Actuals(schema, 0, null), Adjustment.NONE);
        PartitionRows labelled = new PartitionRows(ROWS, "{\"k\":1}", 1, new long[0], new double[][] {{1}, {1}, {9}},
                new @Nullable String[3][0]);

        List<PartitionOutcome> outcomes = Arrays.asList(scorer.score(entry(0), rows(1), 1),
                scorer.score(entry(1), rows(1), 2), scorer.score(entry(2), rows(1), 1),
                scorer.score(entry(3), rows(1), 1), scorer.score(entry(4), rows(1), 1),
                scorer.score(entry(5), labelled, 1), scorer.score(entry(6), rows(1), 1));

        assertThat(outcomes).extracting(PartitionOutcome::outcome).containsExactly(Outcome.SUCCEEDED, Outcome.FAILED,
                Outcome.FAILED, Outcome.FAILED, Outcome.FELL_BACK, Outcome.SKIPPED, Outcome.SUCCEEDED);
        assertThat(outcomes).extracting(outcome -> outcome.reason() == null ? "" : outcome.reason().code())
                .containsExactly("", "artefact-corrupt", "prediction-not-finite", "no-model", "rung-group",
                        "nothing-to-score", "");
        assertThat(outcomes.get(1).attempts()).isEqualTo(2);
        assertThat(IntStream.range(0, batch.size()).mapToDouble(row -> batch.column("prediction").doubleAt(row)))
                .as("nothing is left of those that failed").containsExactly(5.0, 7.0, 8.0);
    }
}
