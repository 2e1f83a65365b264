package io.manymodels.realtime.predict;

import io.manymodels.realtime.release.ServedFamily;
import java.util.List;

/**
 * What becomes of the rows of a request, of which at least one is predicted.
 *
 * @param family the family and the release that answered
 * @param answers in the order of the request's rows
 */
public record PredictorAnswers(ServedFamily family, List<Answer> answers) {

    public PredictorAnswers {
        answers = List.copyOf(answers);
    }
}
