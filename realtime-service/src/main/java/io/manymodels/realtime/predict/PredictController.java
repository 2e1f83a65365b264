package io.manymodels.realtime.predict;

import io.manymodels.family.OurColumns;
import io.manymodels.realtime.release.ServedFamilies;
import io.manymodels.realtime.release.ServedFamily;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "predict", description = "Predictions on request")
class PredictController {

    /** To explain a row of trees takes some hundred times what it takes to predict it. */
    private static final int MOST_EXPLAINED = 1_000;

    private final ServedFamilies families;
    private final Predictor predictor;

    /** @param rows each with the family's key columns, its time column and what is known of the others */
    record PredictRequest(List<Map<String, @Nullable Object>> rows) {}

    /**
     * @param release number of the release that answered
     * @param predictions one a row; a row that has none has {@code errors} instead
     */
    record PredictResponse(String family, int release, List<Map<String, @Nullable Object>> predictions) {}

    /** What is wrong with a row. */
    record RowError(String code, String path, String message) {}

    PredictController(ServedFamilies families, Predictor predictor) {
        this.families = families;
        this.predictor = predictor;
    }

    @PostMapping(path = "/api/v1/families/{family}/predict", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "Predict rows of any keys of a family, with the models of its current release", requestBody = @io.swagger.v3.oas.annotations.parameters.RequestBody(required = true, content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE, schema = @Schema(implementation = PredictRequest.class))))
    PredictResponse predict(@PathVariable String family, @RequestParam(defaultValue = "false") boolean explain,
            InputStream body) {
        ServedFamily served = families.get(family);
        PredictorAnswers answers = predictor.predict(served,
                RowsReader.read(body, served, explain
                        ? Math.min(MOST_EXPLAINED, predictor.largestRequest())
                        : predictor.largestRequest()),
                explain);
        OurColumns ours = OurColumns.beside(served.spec());
        return new PredictResponse(family, served.release().number(), answers.answers().stream().map(answer -> {
            Map<String, @Nullable Object> shown = new LinkedHashMap<>();
            switch (answer) {
                case Answer.Predicted predicted -> {
                    identify(shown, served, predicted);
                    said(predicted).forEach((name, value) -> shown.put(ours.called(name), value));
                }
                case Answer.Refused refused -> shown.put(ours.called("errors"), errors(refused));
            }
            return shown;
        }).toList());
    }

    private static List<RowError> errors(Answer.Refused answer) {
        return answer.problems().stream()
                .map(problem -> new RowError(problem.code(), problem.path(), problem.message())).toList();
    }

    private static void identify(Map<String, @Nullable Object> shown, ServedFamily family, Answer.Predicted answer) {
        shown.putAll(answer.key().asMap());
        int time = family.schema().time();
        if (time >= 0 && answer.time() != null) {
            shown.put(family.schema().column(time).name(), answer.time());
        }
    }

    private static Map<String, @Nullable Object> said(Answer.Predicted answer) {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
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
        caveats(shown, answer.caveats());
        if (answer.explanation() != null) {
            shown.put("explanation", answer.explanation());
        }
        return shown;
    }

    /** Only what there is to say: most rows have none. */
    private static void caveats(Map<String, @Nullable Object> shown, Caveats caveats) {
        if (!caveats.missing().isEmpty()) {
            shown.put("missing", caveats.missing());
        }
        if (!caveats.unknownCategories().isEmpty()) {
            shown.put("unknownCategories", caveats.unknownCategories());
        }
        if (caveats.beyondHorizon()) {
            shown.put("beyondHorizon", true);
        }
    }

    /** JSON has no NaN. */
    private static @Nullable Double number(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
