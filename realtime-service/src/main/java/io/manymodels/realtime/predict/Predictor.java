package io.manymodels.realtime.predict;

import io.manymodels.model.Predictions;
import io.manymodels.problem.ManyModelsException;
import io.manymodels.realtime.predict.Models.Assigned;
import io.manymodels.realtime.release.KeyEntries;
import io.manymodels.realtime.release.KeyEntry;
import io.manymodels.realtime.release.RealtimeProperties;
import io.manymodels.realtime.release.ServedFamilies;
import io.manymodels.realtime.release.ServedFamily;
import io.manymodels.rows.PartitionRows;
import io.manymodels.rows.TimeAxis;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Predicts rows of any keys of a family with the models of its current release. */
@Component
public class Predictor {

    private static final int MOST_NAMED = 10;

    private final ServedFamilies families;
    private final KeyEntries entries;
    private final Models models;
    private final int largestRequest;
    private final Timer inference;

    Predictor(ServedFamilies families, KeyEntries entries, Models models, RealtimeProperties properties,
            MeterRegistry registry) {
        this.families = families;
        this.entries = entries;
        this.models = models;
        this.largestRequest = properties.largestRequest();
        this.inference = Timer.builder("manymodels.inference").description("Time from parsed request to predictions")
                .publishPercentileHistogram().register(registry);
    }

    /**
     * Predicts; all rows or none.
     *
     * <p>Throws NOT_FOUND {@code family-unknown}, {@code release-missing} and {@code key-unknown}; INVALID
     * {@code rows-invalid} and {@code rows-too-many}; UNAVAILABLE where a model cannot be loaded.
     */
    public PredictorAnswers predict(String family, List<Map<String, @Nullable Object>> rows) {
        long start = System.nanoTime();
        if (rows.size() > largestRequest) {
            throw ManyModelsException.invalid("rows-too-many",
                    "%d rows are more than the [%d] of a request. Maybe split it, or score in batch"
                            .formatted(rows.size(), largestRequest));
        }
        ServedFamily served = families.get(family);
        List<Row> read = KeyReader.read(served, rows);
        Map<String, List<Integer>> byKey = new LinkedHashMap<>();
        for (int i = 0; i < read.size(); i++) {
            byKey.computeIfAbsent(read.get(i).canonical(), _ -> new ArrayList<>()).add(i);
        }
        Map<String, KeyEntry> found = entries.find(served, byKey.keySet());
        refuseUnknown(served, byKey, found);
        Map<String, Assigned> assigned = models.of(served, found);
        @Nullable
        Answer[] answers = new Answer[read.size()];
        byKey.forEach((key, places) -> answer(served, read, places, Objects.requireNonNull(assigned.get(key)),
                answers));
        inference.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
        return new PredictorAnswers(served, Arrays.asList(answers));
    }

    private static void refuseUnknown(ServedFamily family, Map<String, List<Integer>> asked,
            Map<String, KeyEntry> found) {
        List<String> unknown = asked.keySet().stream().filter(key -> !found.containsKey(key)).toList();
        if (!unknown.isEmpty()) {
            throw ManyModelsException.notFound("key-unknown",
                    "Release [%d] of family [%s] does not cover %s%s. Maybe the key is new: run a cycle to train it"
                            .formatted(family.release().number(), family.spec().family(),
                                    unknown.stream().limit(MOST_NAMED).map("[%s]"::formatted)
                                            .collect(Collectors.joining(", ")),
                                    unknown.size() > MOST_NAMED
                                            ? " and %d more".formatted(unknown.size() - MOST_NAMED)
                                            : ""));
        }
    }

    private static void answer(ServedFamily family, List<Row> read, List<Integer> places, Assigned assigned,
            @Nullable Answer[] answers) {
        List<Map<String, @Nullable Object>> cells = places.stream().map(place -> read.get(place).cells()).toList();
        PartitionRows rows;
        try {
            rows = PartitionRows.of(family.schema(), family.timeAxis(), read.get(places.getFirst()).canonical(), cells);
        } catch (ManyModelsException e) {
            throw RowChecks.explain(family, read, e);
        }
        Predictions predictions = assigned.model().predict(rows, assigned.last());
        List<Integer> intervals = assigned.model().header().intervals();
        TimeAxis axis = family.timeAxis();
        for (int i = 0; i < places.size(); i++) {
            answers[places.get(i)] = new Answer(read.get(places.get(i)).key(),
                    axis == null || !rows.hasTimes() ? null : shownTime(axis, rows.time(i)), predictions.value()[i],
                    predictions.lower().length == 0 ? List.of() : intervals, column(predictions.lower(), i),
                    column(predictions.upper(), i), label(predictions, i), probabilities(predictions, i),
                    assigned.version(), assigned.rung(), predictions.knownCarried()[i]);
        }
    }

    private static Object shownTime(TimeAxis axis, long ordinal) {
        return axis.kind() == TimeAxis.Kind.INTEGER ? (Object) ordinal : axis.text(ordinal);
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
