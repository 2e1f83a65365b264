package io.manymodels.realtime.predict;

import io.manymodels.realtime.release.ServedFamily;
import java.util.List;

/**
 * The predictions of a request.
 *
 * @param family the family and the release that answered
 * @param answers in the order of the request's rows
 */
public record PredictorAnswers(ServedFamily family, List<Answer> answers) {

    public PredictorAnswers {
        answers = List.copyOf(answers);
    }
}
