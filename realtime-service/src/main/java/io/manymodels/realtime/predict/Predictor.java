package io.manymodels.realtime.predict;

import io.manymodels.model.Explanations;
import io.manymodels.model.Predictions;
import io.manymodels.problem.ManyModelsException;
import io.manymodels.realtime.predict.KeyReader.Keyed;
import io.manymodels.realtime.predict.Models.Resolved;
import io.manymodels.realtime.release.RealtimeProperties;
import io.manymodels.realtime.release.ServedFamily;
import io.manymodels.rows.PartitionRows;
import io.manymodels.rows.TimeAxis;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Predicts rows of any keys of a family with the models of its current release. A row's fate is its own. */
@Component
public class Predictor {

    private static final Logger LOG = LoggerFactory.getLogger(Predictor.class);

    private final Models models;
    private final int largestRequest;
    private final Timer inference;

    Predictor(Models models, RealtimeProperties properties, MeterRegistry registry) {
        this.models = models;
        this.largestRequest = properties.largestRequest();
        this.inference = Timer.builder("manymodels.inference").description("Time from parsed request to predictions")
                .publishPercentileHistogram().register(registry);
    }

    /** Most rows of a request. */
    public int largestRequest() {
        return largestRequest;
    }

    /**
     * Predicts what can be predicted.
     *
     * <p>Where that is not a single row the request is refused: INVALID {@code rows-invalid} with everything that is wrong,
     * NOT_FOUND {@code key-unknown}, or UNAVAILABLE where a model cannot be loaded.
     *
     * @param explained whether each answer says what it is made of
     */
    public PredictorAnswers predict(ServedFamily family, RequestRows rows, boolean explained) {
        long start = System.nanoTime();
        RowProblems problems = new RowProblems();
        rows.problems().forEach(problems::add);
        Map<String, Keyed> byKey = KeyReader.read(family, rows, problems);
        RowTyping typing = new RowTyping(family, rows, problems);
        @Nullable
        Answer[] answers = new Answer[rows.size()];
        Map<String, Resolved> resolved = models.of(family, byKey);
        byKey.forEach((key, keyed) -> {
            switch (Objects.requireNonNull(resolved.get(key))) {
                case Resolved.Ready ready -> predict(family, ready, keyed, typing.typed(key, keyed.rows()), explained,
                        problems, answers);
                // What is wrong with the rows is worth hearing too.
                case Resolved.Missing(ManyModelsException problem) -> {
                    typing.typed(key, keyed.rows());
                    keyed.rows().forEach(row -> problems.add(RowProblem.of(row, null, problem)));
                }
            }
        });
        if (problems.rows() == rows.size()) {
            throw problems.refusal(family);
        }
        for (int row = 0; row < answers.length; row++) {
            if (problems.has(row)) {
                answers[row] = new Answer.Refused(problems.of(row));
            }
        }
        inference.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
        return new PredictorAnswers(family, Arrays.stream(answers).map(Objects::requireNonNull).toList());
    }

    private static void predict(ServedFamily family, Resolved.Ready ready, Keyed keyed, RowTyping.Typed typed,
            boolean explained, RowProblems problems, @Nullable Answer[] answers) {
        if (typed.places().length == 0) {
            return;
        }
        PartitionRows rows = typed.rows();
        Predictions predictions;
        @Nullable
        Explanations explanations;
        try {
            predictions = ready.model().predict(rows, ready.last());
            explanations = explained ? ready.model().explain(rows, ready.last()) : null;
        } catch (RuntimeException e) {
            // A model that fails on one key must not take the answers of the others with it.
            LOG.error("Model version {} of family {} could not predict", ready.version(), family.spec().family(), e);
            for (int place : typed.places()) {
                problems.add(new RowProblem(place, null, ManyModelsException.Kind.UNAVAILABLE, "prediction-failed",
                        "Model version [%d] could not predict the row. Maybe look into this service's log"
                                .formatted(ready.version())));
            }
            return;
        }
        Caveats.Finder caveats = new Caveats.Finder(family, ready.model(), ready.last(), rows);
        List<Integer> intervals = predictions.lower().length == 0 ? List.of() : ready.model().header().intervals();
        for (int i = 0; i < typed.places().length; i++) {
            if (!Double.isFinite(predictions.value()[i])) {
                problems.add(RowProblem.invalid(typed.places()[i], null, "prediction-not-finite",
                        "Model version [%d] predicted a value that is no number. Maybe a feature of row %d is far out of range"
                                .formatted(ready.version(), typed.places()[i])));
                continue;
            }
            answers[typed.places()[i]] = new Answer.Predicted(keyed.key(), time(family, rows, i),
                    predictions.value()[i], intervals, column(predictions.lower(), i), column(predictions.upper(), i),
                    label(predictions, i), probabilities(predictions, i), ready.version(), ready.rung(),
                    predictions.knownCarried()[i], caveats.of(i), explanations == null ? null : explanations.asMap(i));
        }
    }

    private static @Nullable Object time(ServedFamily family, PartitionRows rows, int row) {
        TimeAxis axis = family.timeAxis();
        if (axis == null || !rows.hasTimes()) {
            return null;
        }
        return axis.kind() == TimeAxis.Kind.INTEGER ? (Object) rows.time(row) : axis.text(rows.time(row));
    }

    private static double[] column(double[][] values, int row) {
        double[] column = new double[values.length];
        Arrays.setAll(column, i -> values[i][row]);
        return column;
    }

    private static @Nullable String label(Predictions predictions, int row) {
        return predictions.labels().isEmpty() ? null : predictions.labels().get(predictions.label()[row]);
    }

    private static Map<String, Double> probabilities(Predictions predictions, int row) {
        Map<String, Double> probabilities = new LinkedHashMap<>();
        for (int i = 0; i < predictions.labels().size(); i++) {
            probabilities.put(predictions.labels().get(i), predictions.probabilities()[i][row]);
        }
        return probabilities;
    }
}
