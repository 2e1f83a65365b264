package io.manymodels.realtime.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.manymodels.problem.ManyModelsException;
import io.manymodels.realtime.predict.Answer;
import io.manymodels.realtime.predict.PredictorAnswers;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a client gets for an inference request. */
record InferenceResponse(@JsonProperty("model_name") String modelName,
        @JsonProperty("model_version") String modelVersion,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String id, List<Output> outputs) {

    /** @param data row-major */
    record Output(String name, String datatype, List<Integer> shape, List<? extends @Nullable Object> data) {}

    /** Throws MALFORMED {@code output-unknown} where the request asks for an output that there is not. */
    static InferenceResponse of(InferenceRequest request, PredictorAnswers answers) {
        List<Output> all = outputs(answers);
        List<Output> asked = request.outputs().isEmpty()
                ? all
                : request.outputs().stream().map(name -> named(all, name)).toList();
        return new InferenceResponse(answers.family().spec().family(), RouterModel.version(answers.family()),
                request.id(), asked);
    }

    private static Output named(List<Output> outputs, String name) {
        return outputs.stream().filter(output -> output.name().equalsIgnoreCase(name)).findFirst()
                .orElseThrow(() -> ManyModelsException.malformed("output-unknown",
                        "Output [%s] is unknown. Maybe one of %s".formatted(name,
                                outputs.stream().map(Output::name).toList())));
    }

    private static List<Output> outputs(PredictorAnswers answers) {
        List<Answer> rows = answers.answers();
        List<Output> outputs = new ArrayList<>();
        if (rows.stream().anyMatch(answer -> answer.label() != null)) {
            outputs.add(column("prediction", "BYTES", rows, Answer::label));
            List<String> labels = new ArrayList<>(new TreeSet<>(
                    rows.stream().flatMap(answer -> answer.probabilities().keySet().stream()).toList()));
            outputs.add(new Output("probabilities", "FP64", List.of(rows.size(), labels.size()),
                    rows.stream().flatMap(
                            answer -> labels.stream().map(label -> answer.probabilities().getOrDefault(label, 0.0)))
                            .toList()));
            outputs.add(new Output("labels", "BYTES", List.of(labels.size()), labels));
        } else {
            outputs.add(column("prediction", "FP64", rows, answer -> number(answer.value())));
            for (int coverage : answers.family().spec().scoring().intervals()) {
                outputs.add(column("lower_" + coverage, "FP64", rows,
                        answer -> bound(answer, coverage, answer.lower())));
                outputs.add(column("upper_" + coverage, "FP64", rows,
                        answer -> bound(answer, coverage, answer.upper())));
            }
        }
        outputs.add(column("model_version", "INT64", rows, Answer::modelVersion));
        outputs.add(column("rung", "BYTES", rows, answer -> answer.rung().wireName()));
        outputs.add(column("known_carried", "BOOL", rows, Answer::knownCarried));
        return outputs;
    }

    private static Output column(String name, String datatype, List<Answer> rows,
            Function<Answer, @Nullable Object> value) {
        List<@Nullable Object> data = new ArrayList<>(rows.size());
        rows.forEach(row -> data.add(value.apply(row)));
        return new Output(name, datatype, List.of(rows.size()), data);
    }

    private static @Nullable Object bound(Answer answer, int coverage, double[] bounds) {
        int place = answer.intervals().indexOf(coverage);
        return place < 0 ? null : number(bounds[place]);
    }

    private static @Nullable Object number(double value) {
        return Double.isFinite(value) ? (Object) value : null;
    }
}
