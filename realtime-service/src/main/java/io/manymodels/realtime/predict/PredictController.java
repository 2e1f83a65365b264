package io.manymodels.realtime.predict;

import io.manymodels.problem.ManyModelsException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "predict", description = "Predictions on request")
class PredictController {

    private final Predictor predictor;

    /** @param rows each with the family's key columns, its time column and what is known of the others */
    record PredictRequest(@Nullable List<Map<String, @Nullable Object>> rows) {}

    /** @param release number of the release that answered */
    record PredictResponse(String family, int release, List<Map<String, @Nullable Object>> predictions) {}

    PredictController(Predictor predictor) {
        this.predictor = predictor;
    }

    @PostMapping("/api/v1/families/{family}/predict")
    @Operation(summary = "Predict rows of any keys of a family, with the models of its current release")
    PredictResponse predict(@PathVariable String family, @RequestBody PredictRequest request) {
        List<Map<String, @Nullable Object>> rows = request.rows();
        if (rows == null || rows.isEmpty() || rows.contains(null)) {
            throw ManyModelsException.malformed("rows-missing",
                    "The request has no rows. Maybe {\"rows\":[{\"store\":2,\"brand\":1,\"week\":161}]}");
        }
        PredictorAnswers answers = predictor.predict(family, rows);
        return new PredictResponse(family, answers.family().release().number(),
                answers.answers().stream().map(answer -> shown(answers, answer)).toList());
    }

    private static Map<String, @Nullable Object> shown(PredictorAnswers answers, Answer answer) {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>(answer.key().asMap());
        int time = answers.family().schema().time();
        if (time >= 0 && answer.time() != null) {
            shown.put(answers.family().schema().column(time).name(), answer.time());
        }
        if (answer.label() == null) {
            shown.put("prediction", number(answer.value()));
            for (int i = 0; i < answer.intervals().size(); i++) {
                shown.put("lower_" + answer.intervals().get(i), number(answer.lower()[i]));
                shown.put("upper_" + answer.intervals().get(i), number(answer.upper()[i]));
            }
        } else {
            shown.put("prediction", answer.label());
            shown.put("probabilities", answer.probabilities());
        }
        shown.put("modelVersion", answer.modelVersion());
        shown.put("rung", answer.rung().wireName());
        shown.put("knownCarried", answer.knownCarried());
        return shown;
    }

    /** JSON has no NaN. */
    private static @Nullable Double number(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
