package io.manymodels.training.tribuo;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.family.Task;
import io.manymodels.model.ModelCodec;
import io.manymodels.model.PartitionModel;
import io.manymodels.rows.Column;
import io.manymodels.rows.ColumnRole;
import io.manymodels.rows.ColumnType;
import io.manymodels.rows.PartitionRows;
import io.manymodels.rows.RowSchema;
import io.manymodels.training.learner.Catalogue;
import io.manymodels.training.learner.Deadline;
import io.manymodels.training.learner.Learner;
import io.manymodels.training.learner.Lesson;
import io.manymodels.training.learner.Settings;
import io.manymodels.training.learner.Toys;
import io.manymodels.training.learner.TrainingSpec;
import io.manymodels.training.learner.Variant;
import io.manymodels.training.preparation.TrainingRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Where the house has a learner of its own for a purpose of Tribuo's: seconds of both, and bytes. Not a part of the build:
 * {@code benchmarks/tribuo} runs it and prints its table.
 */
class TribuoBenchmark {

    private static final int ROWS = 2000;
    private static final int COLUMNS = 12;
    private static final int ROUNDS = 5;
    private static final Catalogue CATALOGUE = Catalogue.installed();

    private record Figures(double fit, double score, int bytes) {}

    private record Pair(Task task, String own, String tribuo) {}

    @Test
    void ratios() {
        System.out.printf(Locale.ROOT, "%-15s %-20s %-22s %9s %9s %7s %9s %9s %7s %9s %9s%n", "task", "own", "tribuo",
                "fit own", "fit t.", "ratio", "score own", "score t.", "ratio", "bytes own", "bytes t.");
        for (Pair pair : List.of(new Pair(Task.REGRESSION, "ridge", "elastic-net"),
                new Pair(Task.REGRESSION, "boosted-trees", "random-forest"),
                new Pair(Task.REGRESSION, "boosted-trees", "factorization-machine"),
                new Pair(Task.CLASSIFICATION, "logistic-regression", "factorization-machine"),
                new Pair(Task.CLASSIFICATION, "logistic-regression", "multinomial-naive-bayes"),
                new Pair(Task.CLASSIFICATION, "boosted-trees", "random-forest"),
                new Pair(Task.CLASSIFICATION, "boosted-trees", "nearest-neighbours"))) {
            Figures own = measured(pair.task(), pair.own());
            Figures tribuo = measured(pair.task(), pair.tribuo());
            System.out.printf(Locale.ROOT,
                    "%-15s %-20s %-22s %7.1fms %7.1fms %6.1fx %7.2fms %7.2fms %6.1fx %9d %9d%n", pair.task().wire(),
                    pair.own(), pair.tribuo(), 1e3 * own.fit(), 1e3 * tribuo.fit(), tribuo.fit() / own.fit(),
                    1e3 * own.score(), 1e3 * tribuo.score(), tribuo.score() / own.score(), own.bytes(),
                    tribuo.bytes());
            assertThat(own.fit()).isPositive();
        }
    }

    /** The best of some rounds: what disturbs only ever slows down. */
    private static Figures measured(Task task, String name) {
        RowSchema schema = schema(task);
        TrainingSpec like = task == Task.REGRESSION ? Toys.regression(name) : Toys.classification(name);
        TrainingSpec spec = new TrainingSpec(like.family(), task, schema, null, 0, 0, like.algorithms(), like.metric(),
                like.functional(), like.windows(), null, like.minimumRows(), like.timeout(), like.intervals(),
                like.provenance());
        PartitionRows rows = rows(schema, task);
        Learner learner = CATALOGUE.all().stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
        Variant variant = learner.variants(spec, Settings.usual(learner.settings())).getFirst();
        Lesson lesson = new Lesson(spec, rows, TrainingRows.labels(spec, rows), Deadline.NONE);
        List<PartitionModel> models = new ArrayList<>();
        double fit = best(() -> models.add(variant.fitting().fit(lesson).model()));
        PartitionModel model = models.getLast();
        double score = best(() -> model.scores(rows).length > 0);
        return new Figures(fit, score, ModelCodec.encode(model.body()).length);
    }

    private static double best(BooleanSupplier work) {
        return IntStream.range(0, ROUNDS).mapToDouble(round -> {
            long start = System.nanoTime();
            assertThat(work.getAsBoolean()).isTrue();
            return (System.nanoTime() - start) / 1e9;
        }).min().orElseThrow();
    }

    private static RowSchema schema(Task task) {
        List<Column> columns = new ArrayList<>();
        columns.add(new Column("town", ColumnType.TEXT, ColumnRole.KEY));
        for (int c = 0; c < COLUMNS; c++) {
            columns.add(new Column("x" + c, ColumnType.DOUBLE, ColumnRole.OBSERVED));
        }
        columns.add(new Column("y", task == Task.REGRESSION ? ColumnType.DOUBLE : ColumnType.TEXT, ColumnRole.TARGET));
        return new RowSchema(columns);
    }

    private static PartitionRows rows(RowSchema schema, Task task) {
        Random random = new Random(7);
        double[][] numbers = new double[schema.size()][];
        String[][] texts = Toys.texts(schema, ROWS);
        java.util.Arrays.fill(texts[0], "here");
        numbers[0] = new double[0];
        for (int c = 1; c <= COLUMNS; c++) {
            numbers[c] = random.doubles(ROWS).toArray();
        }
        int target = schema.target();
        numbers[target] = new double[task == Task.REGRESSION ? ROWS : 0];
        for (int i = 0; i < ROWS; i++) {
            double y = 3 * numbers[1][i] + 2 * numbers[2][i] * numbers[3][i] - numbers[4][i]
                    + 0.3 * random.nextGaussian();
            if (task == Task.REGRESSION) {
                numbers[target][i] = y;
            } else {
                texts[target][i] = y > 1.5 ? "many" : "few";
            }
        }
        return new PartitionRows(schema, "{\"town\":\"here\"}", ROWS, new long[0], numbers, texts);
    }
}
