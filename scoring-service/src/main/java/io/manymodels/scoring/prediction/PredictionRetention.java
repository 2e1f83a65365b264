package io.manymodels.scoring.prediction;

import io.manymodels.work.retention.RetentionProperties;
import io.manymodels.work.retention.RetentionRule;
import org.springframework.stereotype.Component;

/** Forgets predictions in object storage long after others took their place in SQL, and all of families that are gone. */
@Component
class PredictionRetention implements RetentionRule {

    private static final int RUNS = 10;

    private final Publisher publisher;
    private final RetentionProperties keep;

    PredictionRetention(Publisher publisher, RetentionProperties keep) {
        this.publisher = publisher;
        this.keep = keep;
    }

    @Override
    public String name() {
        return "predictions";
    }

    @Override
    public int removeSome() {
        return publisher.forget(keep.predictions(), RUNS) + publisher.forgetGone(RUNS);
    }
}
