package io.manymodels.realtime.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.manymodels.problem.ManyModelsException;
import io.manymodels.realtime.predict.Answer;
import io.manymodels.realtime.predict.Caveats;
import io.manymodels.realtime.predict.PredictorAnswers;
import io.manymodels.realtime.predict.RowProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a client gets for an inference request. */
record InferenceResponse(@JsonProperty("model_name") String modelName,
        @JsonProperty("model_version") String modelVersion,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String id, List<Output> outputs) {

    /** The name of the output that says why a row has no prediction. */
    static final String ERROR = "error";
    /** The name of the output that says what makes predictions weaker than they look. */
    static final String CAVEATS = "caveats";

    /** Throws MALFORMED {@code output-unknown} where the request asks for an output that there is not. */
    static InferenceResponse of(InferenceRequest request, PredictorAnswers answers) {
        List<Output> all = outputs(answers);
        List<Output> asked = request.outputs().isEmpty()
                ? all.stream().filter(output -> !isSilent(output)).toList()
                : request.outputs().keySet().stream().map(name -> named(all, name)).toList();
        return new InferenceResponse(answers.family().spec().family(), RouterModel.version(answers.family()),
                request.id(), asked);
    }

    /** What says nothing of any row is left out, unless it is asked for. */
    private static boolean isSilent(Output output) {
        return (output.name().equals(ERROR) || output.name().equals(CAVEATS)) && output.data() != null
                && output.data().stream().allMatch(""::equals);
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
        List<Answer.Predicted> predicted = rows.stream().filter(Answer.Predicted.class::isInstance)
                .map(Answer.Predicted.class::cast).toList();
        if (predicted.stream().anyMatch(answer -> answer.label() != null)) {
            outputs.add(column("prediction", Datatype.BYTES, rows, Answer.Predicted::label));
            List<String> labels = new ArrayList<>(new TreeSet<>(
                    predicted.stream().flatMap(answer -> answer.probabilities().keySet().stream()).toList()));
            outputs.add(Output.of("probabilities", Datatype.FP64, List.of(rows.size(), labels.size()),
                    probabilities(rows, labels)));
            outputs.add(Output.of("labels", Datatype.BYTES, List.of(labels.size()), labels));
        } else {
            outputs.add(column("prediction", Datatype.FP64, rows, answer -> number(answer.value())));
            for (int coverage : answers.family().spec().scoring().intervals()) {
                outputs.add(column("lower_" + coverage, Datatype.FP64, rows,
                        answer -> bound(answer, coverage, answer.lower())));
                outputs.add(column("upper_" + coverage, Datatype.FP64, rows,
                        answer -> bound(answer, coverage, answer.upper())));
            }
        }
        outputs.add(column("model_version", Datatype.INT64, rows, Answer.Predicted::modelVersion));
        outputs.add(column("rung", Datatype.BYTES, rows, answer -> answer.rung().wireName()));
        outputs.add(column("known_carried", Datatype.BOOL, rows, Answer.Predicted::knownCarried));
        outputs.add(Output.of(CAVEATS, Datatype.BYTES, List.of(rows.size()),
                rows.stream().map(InferenceResponse::caveats).toList()));
        outputs.add(Output.of(ERROR, Datatype.BYTES, List.of(rows.size()),
                rows.stream().map(InferenceResponse::error).toList()));
        return outputs;
    }

    private static Output column(String name, Datatype datatype, List<Answer> rows,
            Function<Answer.Predicted, @Nullable Object> value) {
        List<@Nullable Object> data = new ArrayList<>(rows.size());
        rows.forEach(row -> data.add(row instanceof Answer.Predicted predicted ? value.apply(predicted) : null));
        return Output.of(name, datatype, List.of(rows.size()), data);
    }

    private static List<@Nullable Object> probabilities(List<Answer> rows, List<String> labels) {
        List<@Nullable Object> data = new ArrayList<>(rows.size() * labels.size());
        for (Answer row : rows) {
            for (String label : labels) {
                data.add(row instanceof Answer.Predicted predicted
                        ? predicted.probabilities().getOrDefault(label, 0.0)
                        : null);
            }
        }
        return data;
    }

    /** {@code missing:price unknown-category:brand beyond-horizon}. */
    private static String caveats(Answer answer) {
        if (!(answer instanceof Answer.Predicted predicted) || predicted.caveats().isEmpty()) {
            return "";
        }
        Caveats caveats = predicted.caveats();
        List<String> words = new ArrayList<>();
        caveats.missing().forEach(column -> words.add("missing:" + column));
        caveats.unknownCategories().forEach(column -> words.add("unknown-category:" + column));
        if (caveats.beyondHorizon()) {
            words.add("beyond-horizon");
        }
        return String.join(" ", words);
    }

    private static String error(Answer answer) {
        return switch (answer) {
            case Answer.Predicted _ -> "";
            case Answer.Refused(List<RowProblem> problems) -> problems.stream().map(RowProblem::message)
                    .collect(Collectors.joining("; "));
        };
    }

    private static @Nullable Object bound(Answer.Predicted answer, int coverage, double[] bounds) {
        int place = answer.intervals().indexOf(coverage);
        return place < 0 ? null : number(bounds[place]);
    }

    private static @Nullable Object number(double value) {
        return Double.isFinite(value) ? (Object) value : null;
    }
}
